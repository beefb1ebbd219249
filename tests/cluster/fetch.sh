#!/usr/bin/env bash
# The jars of an OpenSearch node, from Maven Central, and the program that starts one: into a folder that is kept, once.
# The folder is printed. With --here nothing is fetched: status 1 and a sentence where something is missing.
set -euo pipefail
cd "$(dirname "$0")"

fail() { echo "$1" >&2; exit 1; }

for command in java javac; do
    command -v $command >/dev/null || fail "no $command: a cluster wants a JDK, Java 17 (openjdk-17-jdk-headless)"
done
# another pom or program has a folder of its own
state=$(cat pom.xml ClusterNode.java jars.sha256 | sha256sum | cut -c1-12)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/seized
folder=$cache/cluster-$state
if [ "${1-}" = --here ]; then
    [ -d "$folder" ] || fail "the jars of OpenSearch are not at hand: tests/cluster/fetch.sh gets them"
    echo "$folder"
    exit
fi

mkdir -p "$cache"
work=$(mktemp -d "$cache/fetching.XXXXXX")
trap 'rm -rf "$work"' EXIT
if [ ! -d "$folder" ]; then
    command -v mvn >/dev/null || fail "no mvn: the jars of OpenSearch come by Maven"
    mkdir "$work/jars" "$work/classes"
    mvn --batch-mode --quiet --strict-checksums --file pom.xml dependency:copy-dependencies \
        -DincludeScope=runtime -DoutputDirectory="$work/jars" >&2
    (cd "$work/jars" && sha256sum --quiet --strict --check -) <jars.sha256 >&2
    [ "$(ls "$work/jars" | wc -l)" = "$(wc -l <jars.sha256)" ] || fail "Maven brought other jars than jars.sha256 names"
    javac -Xlint:all -Werror -cp "$work/jars/*" -d "$work/classes" ClusterNode.java
    jar --create --file "$work/jars/ClusterNode.jar" -C "$work/classes" .
    # whoever comes first; another fetch has brought the same
    mv --no-target-directory "$work/jars" "$folder" 2>/dev/null || [ -d "$folder" ]
fi
# a node that ends as soon as it has started leaves its classes as the JVM has them: the next start takes half as long
if [ ! -f "$folder/classes.jsa" ]; then
    echo '{"discovery.type": "single-node", "network.host": "127.0.0.1", "http.port": 0, "transport.port": 0}' >"$work/opensearch.yml"
    java -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:ArchiveClassesAtExit="$work/classes.jsa" \
        -cp "$folder/*" ClusterNode "$work" </dev/null >"$work/log" 2>&1 || fail "no node starts: $(tail -n 20 "$work/log")"
    mv "$work/classes.jsa" "$folder"
fi
echo "$folder"
