package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import no.altinncamel.emulator.AltinnEmulator;

/** A file several times as large as the heap passes in both directions, with Camel's stream caching as it is by default. */
class SmallHeapTest {

    private static final int MIB = 1 << 20;
    private static final int SIZE_MIB = 400;
    private static final Pattern RESULT = Pattern.compile("RECEIVED (\\d+) ([0-9a-f]{32}) heap (\\d+)");

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void a400MiBFilePassesBothWaysWith64MiBOfHeap() throws Exception {
        Path file = folder.resolve("large.bin");
        String md5 = write(file);
        try (AltinnEmulator altinn = AltinnEmulator.start()) {
            String output = JourneyProcess.run(altinn, folder, file, "-Xmx64m");

            Matcher result = RESULT.matcher(output);
            assertThat(result.find()).as(output).isTrue();
            assertThat(Long.parseLong(result.group(1))).isEqualTo((long) SIZE_MIB * MIB);
            assertThat(result.group(2)).isEqualTo(md5);
            assertThat(Integer.parseInt(result.group(3))).isLessThanOrEqualTo(64);
        }
    }

    private static String write(Path file) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("MD5");
        byte[] block = new byte[MIB];
        new Random(1).nextBytes(block);
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
            for (int i = 0; i < SIZE_MIB; i++) {
                block[i] ^= 1;
                out.write(block);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
