package no.altinncamel.matrix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One runtime with one version of Camel: what ran there, by what the reports of its tests say and not by what its pom wants. */
record Cell(String runtime, String camel, String jar, int tests, String result, boolean passed, List<String> remarks) {

    private static final String PASS = "pass";

    static Cell read(Path matrix, Path folder) throws IOException {
        TestReports reports = TestReports.read(folder.resolve("target/surefire-reports"));
        List<String> remarks = new ArrayList<>();
        String result = reports.isEmpty() ? "no result: nothing ran, see the messages above" : result(reports);
        RunningJars jars = RunningJars.of(folder, reports);
        if (!reports.isEmpty() && !jars.tookThePackagedJar()) {
            result = "no result: the component was not the packaged jar";
        }
        boolean passed = result.equals(PASS);
        for (LeftOut leftOut : LeftOut.read(folder)) {
            remarks.add(leftOut.toString());
        }
        if (passed && !remarks.isEmpty()) {
            result += ", some left out";
        }
        if (reports.skipped() > 0) {
            result += ", " + reports.skipped() + " skipped";
        }
        remarks.addAll(reports.failures());
        return new Cell(
                jars.runtime(matrix.relativize(folder)),
                jars.camel(),
                jars.jar(),
                reports.tests(),
                result,
                passed,
                remarks);
    }

    String name() {
        return runtime + " with Camel " + camel;
    }

    private static String result(TestReports reports) {
        return reports.failures().isEmpty() ? PASS : reports.failures().size() + " failed";
    }
}
