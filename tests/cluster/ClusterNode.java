import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.codelibs.opensearch.runner.OpenSearchRunner;
import org.opensearch.common.settings.Settings;

/**
 * One node of OpenSearch in a JVM of its own, which ends when its standard input does.
 *
 * <p>The runner's own command calls each first node "Node 1" and takes no HTTP port above 9299.
 */
public final class ClusterNode {
    private ClusterNode() {}

    /** Run the node whose folder is named, with the settings in its opensearch.yml. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        OpenSearchRunner runner = new OpenSearchRunner();
        runner.setMaxHttpPort(-1);
        runner.onBuild((number, settings) -> load(settings, folder.resolve("opensearch.yml")));
        runner.build("-basePath", folder.toString(), "-numOfNode", "1", "-useLogger");
        while (System.in.read() >= 0) {}
        runner.close();
        System.exit(0);
    }

    private static void load(Settings.Builder settings, Path file) {
        try {
            settings.loadFromPath(file);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
