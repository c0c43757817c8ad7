package no.altinncamel.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The jars that a cell's tests had on their class path, or that its application has. */
record RunningJars(List<String> paths) {

    private static final String UNKNOWN = "?";
    private static final String APPLICATION = "target/quarkus-app/lib";

    static RunningJars of(Path cell, TestReports reports) throws IOException {
        Path application = cell.resolve(APPLICATION);
        if (!Files.isDirectory(application)) {
            return new RunningJars(reports.classPath());
        }
        try (Stream<Path> jars = Files.walk(application)) {
            return new RunningJars(
                    jars.filter(Files::isRegularFile).map(Path::toString).toList());
        }
    }

    String camel() {
        return version("camel-api");
    }

    /** Told by its jars; where nothing ran, by the cell's folder in the matrix. */
    String runtime(Path cell) {
        if (paths.isEmpty()) {
            return cell.toString();
        }
        String boot = version("spring-boot");
        String quarkus = version("quarkus-core");
        if (!boot.equals(UNKNOWN)) {
            return "Spring Boot " + boot;
        }
        return quarkus.equals(UNKNOWN) ? "Camel alone" : "Quarkus " + quarkus;
    }

    /** The jar that the cell is about. */
    String jar() {
        boolean starter = !version("camel-altinn-broker-starter").equals(UNKNOWN);
        return starter ? "camel-altinn-broker-starter" : "camel-altinn-broker";
    }

    boolean tookThePackagedJar() {
        return !version("camel-altinn-broker").equals(UNKNOWN);
    }

    private String version(String artifact) {
        Pattern jar = Pattern.compile("(?:^|[/\\\\.])" + Pattern.quote(artifact) + "-(\\d[^/\\\\]*)\\.jar$");
        return paths.stream()
                .map(jar::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .findFirst()
                .orElse(UNKNOWN);
    }
}
