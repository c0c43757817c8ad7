package no.altinncamel.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatrixTableTest {

    private static final String PACKAGED = "/target/camel-altinn-broker-0.1.0.jar";

    @TempDir
    private Path matrix;

    private void cell(String folder, String leftOut) throws IOException {
        Path cell = Files.createDirectories(matrix.resolve(folder));
        Files.writeString(cell.resolve("left-out.txt"), leftOut);
    }

    private void report(String folder, String classPath, String cases) throws IOException {
        Path reports = Files.createDirectories(matrix.resolve(folder).resolve("target/surefire-reports"));
        Files.writeString(
                reports.resolve("TEST-some.SendTest.xml"),
                "<testsuite><properties><property name='surefire.test.class.path' value='" + classPath
                        + "'/></properties>" + cases + "</testsuite>");
    }

    private String table() throws IOException {
        return MatrixTable.table(MatrixTable.cells(matrix));
    }

    @Test
    void aCellIsNamedByTheJarsThatRan() throws IOException {
        cell("boot/4.1", "");
        report(
                "boot/4.1",
                "/camel-api-4.22.0.jar:/spring-boot-4.1.0.jar:/camel-altinn-broker-starter-0.1.0.jar:" + PACKAGED,
                "<testcase name='sends' classname='some.SendTest'/>");

        assertThat(table()).contains("Spring Boot 4.1.0  4.22.0  camel-altinn-broker-starter  1      pass\n");
    }

    @Test
    void whatIsLeftOutIsToldWithItsReason() throws IOException {
        cell("camel/4.22", "# camel-master\n# is missing\n**/ClusterTest#withMaster\n");
        report("camel/4.22", "/camel-api-4.22.0.jar:" + PACKAGED, "<testcase name='sends' classname='some.SendTest'/>");

        assertThat(table())
                .contains("pass, some left out")
                .contains("  left out ClusterTest#withMaster: camel-master is missing\n");
    }

    @Test
    void aFailureIsToldAndStopsTheBuild() throws IOException {
        cell("camel/4.14", "");
        report(
                "camel/4.14",
                "/camel-api-4.14.1.jar:" + PACKAGED,
                "<testcase name='sends' classname='some.SendTest'><error type='Oops' message='no such\nmethod'/></testcase>"
                        + "<testcase name='lists' classname='some.SendTest'><skipped/></testcase>");

        assertThat(table())
                .contains("1 failed, 1 skipped\n")
                .contains("  failed SendTest#sends: Oops: no such method\n");
        assertThatThrownBy(() -> MatrixTable.main(new String[] {matrix.toString()}))
                .hasMessage("Not passed: Camel alone with Camel 4.14.1");
    }

    @Test
    void whatWasSkippedIsCountedApart() throws IOException {
        cell("camel/4.18", "");
        report(
                "camel/4.18",
                "/camel-api-4.18.0.jar:" + PACKAGED,
                "<testcase name='sends' classname='some.SendTest'/>"
                        + "<testcase name='lists' classname='some.SendTest'><skipped/></testcase>");

        assertThat(table()).contains("  1      pass, 1 skipped\n");
        assertThat(MatrixTable.cells(matrix)).allMatch(Cell::passed);
    }

    @Test
    void aCellWhereNothingRanHasNotPassed() throws IOException {
        cell("camel/4.18", "");

        assertThat(table()).contains("camel/4.18").contains("no result: nothing ran");
        assertThat(MatrixTable.cells(matrix)).noneMatch(Cell::passed);
    }

    @Test
    void classesInsteadOfThePackagedJarAreNoResult() throws IOException {
        cell("camel/4.18", "");
        report(
                "camel/4.18",
                "/camel-api-4.18.0.jar:/camel-altinn-broker/target/classes",
                "<testcase name='sends' classname='some.SendTest'/>");

        assertThat(table()).contains("not the packaged jar");
        assertThat(MatrixTable.cells(matrix)).noneMatch(Cell::passed);
    }

    @Test
    void nothingIsLeftOutWithoutAReason() throws IOException {
        cell("camel/4.22", "**/ClusterTest*\n");

        assertThatThrownBy(this::table).hasMessageContaining("gives no reason for **/ClusterTest*");
    }
}
