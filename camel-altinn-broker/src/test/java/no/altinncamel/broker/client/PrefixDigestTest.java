package no.altinncamel.broker.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The MD5 of a file that comes in parts. */
class PrefixDigestTest {

    private static final int PART = 2_000_000;
    private static final byte[] BYTES = GeneratedSource.bytes(3 * PART);

    @TempDir
    Path folder;

    private PartFile file;

    @BeforeEach
    void openFile() throws Exception {
        DownloadTarget target = new DownloadTarget(folder.resolve("file"), 3, 1, BYTES.length);
        file = PartFile.open(target, PartMap.of(UUID.randomUUID(), BYTES.length, null, 3), null);
    }

    @AfterEach
    void closeFile() {
        file.close();
    }

    private void write(int part) throws Exception {
        file.write(part, Arrays.copyOfRange(BYTES, part * PART, (part + 1) * PART), PART);
    }

    static Stream<Executor> executors() {
        return Stream.of(null, Runnable::run, task -> new Thread(task).start(), task -> {}, task -> {
            throw new RejectedExecutionException();
        });
    }

    @ParameterizedTest
    @MethodSource("executors")
    void itIsThatOfTheWholeFileInWhateverOrderThePartsCome(Executor executor) throws Exception {
        PrefixDigest digest = new PrefixDigest(file, executor);
        for (int part : new int[] {1, 0, 2}) {
            write(part);
            digest.proceed();
        }

        assertThat(digest.finish()).isEqualTo(Md5.of(UploadSource.of(BYTES), null));
    }

    @Test
    void itIsComputedWhileTheFileComes() throws Exception {
        Deque<Runnable> tasks = new ArrayDeque<>();
        PrefixDigest digest = new PrefixDigest(file, tasks::add);
        write(1);
        digest.proceed();
        assertThat(tasks).as("there is a gap in front").isEmpty();
        write(0);
        digest.proceed();
        digest.proceed();
        assertThat(tasks).hasSize(1);
        tasks.remove().run();
        digest.proceed();
        assertThat(tasks).as("all that has come is done").isEmpty();
    }

    @Test
    void whoWantsItNoMoreGetsNothing() throws Exception {
        PrefixDigest digest = new PrefixDigest(file, null);
        for (int part = 0; part < 3; part++) {
            write(part);
        }
        digest.end();

        assertThat(digest.finish()).isNull();
    }
}
