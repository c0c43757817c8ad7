package no.altinncamel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

class BenchmarksTest {

    /** On files so small that the figures mean nothing, and beside as few others as can be. */
    @Test
    void eachBenchmarkHasFiguresToTell() throws Exception {
        Map<String, String> quick = new HashMap<>();
        quick.put("sizes", "1MiB");
        quick.put("rounds", "1");
        quick.put("warmup", "0");
        quick.put("npm", "false");
        quick.put("lineSize", "1MiB");
        quick.put("lineDelay", "1");
        quick.put("lineRate", "1000");
        quick.put("movers", "component down, MD5");
        quick.put("files", "10");
        quick.put("limitedFiles", "5");
        quick.put("forks", "0");
        quick.put("pieceMillis", "1");
        quick.put("jvmOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        String tables = run(quick);
        assertThat(tables)
                .contains(
                        "| 1 MiB up ",
                        "| 1 MiB down, MD5 beside it ",
                        "tus-java-client",
                        "| down, one stream ",
                        "| component down, MD5, 1 MiB ",
                        "| tokens: sign, grant, exchange ",
                        "then files a minute",
                        "| Md5Benchmark.besideTheReading, pieces of 256 KiB ",
                        "| UploadEntityBenchmark.uploadEntity ")
                .doesNotContain("failed", "Exception", "NaN");
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThatThrownBy(() -> run(Map.of("benchmarks", "files, speed")))
                .hasMessageContaining("no benchmark speed")
                .hasMessageContaining("pieces");
        assertThatThrownBy(() -> Plan.bytes("10GB")).hasMessageContaining("10GiB");
    }

    private static String run(Map<String, String> properties) throws Exception {
        ByteArrayOutputStream tables = new ByteArrayOutputStream();
        Benchmarks.run(new Plan(properties::get), new PrintStream(tables, true, StandardCharsets.UTF_8));
        return tables.toString(StandardCharsets.UTF_8);
    }
}
