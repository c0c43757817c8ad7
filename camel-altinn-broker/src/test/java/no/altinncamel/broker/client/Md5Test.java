package no.altinncamel.broker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checksum that is computed beside the reading: right for every way in which the bytes come, and never stuck. */
@Timeout(60)
class Md5Test {

    private final ExecutorService executor = Executors.newFixedThreadPool(2);

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private static String expected(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 262_143, 262_144, 262_145, 1_048_576, 1_048_577, 5_000_001})
    void theSumIsRightForEveryLength(int length) throws Exception {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        for (long announced : new long[] {length, -1}) {
            Md5 md5 = new Md5(executor, announced);
            Random pieces = new Random(1);
            for (int done = 0; done < length; ) {
                int piece = Math.min(length - done, 1 + pieces.nextInt(400_000));
                md5.update(bytes, done, piece);
                done += piece;
            }
            assertThat(md5.finish()).isEqualTo(expected(bytes));
        }
    }

    @Test
    void aPoolWhoseThreadsAreAllBusyDoesNotHoldItUp() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        executor.submit(() -> release.await(30, TimeUnit.SECONDS));
        executor.submit(() -> release.await(30, TimeUnit.SECONDS));
        try {
            byte[] bytes = GeneratedSource.bytes(5_000_000);
            Md5 md5 = new Md5(executor, -1);
            md5.update(bytes, 0, bytes.length);
            assertThat(md5.finish()).isEqualTo(expected(bytes));
        } finally {
            release.countDown();
        }
    }

    @Test
    void whatComesAfterItWasAbandonedDoesNotCount() {
        byte[] bytes = GeneratedSource.bytes(5_000_000);
        Md5 md5 = new Md5(executor, bytes.length);
        md5.update(bytes, 0, 1_000_000);
        md5.abandon();
        assertThatCode(() -> md5.update(bytes, 1_000_000, 4_000_000)).doesNotThrowAnyException();
    }

    @Test
    void hashingDoesNotHappenInTheThreadThatDelivers() throws Exception {
        AtomicInteger tasks = new AtomicInteger();
        byte[] bytes = GeneratedSource.bytes(2_000_000);
        Md5 md5 = new Md5(
                task -> {
                    tasks.incrementAndGet();
                    executor.execute(task);
                },
                bytes.length);
        md5.update(bytes, 0, bytes.length);
        md5.finish();
        assertThat(tasks.get()).isPositive();
    }

    @Test
    void smallFilesNeedNoOtherThread() throws Exception {
        byte[] bytes = GeneratedSource.bytes(1000);
        Md5 md5 = new Md5(
                task -> {
                    throw new AssertionError("not for so little");
                },
                1001);
        md5.update(bytes, 0, bytes.length);
        assertThat(md5.finish()).isEqualTo(expected(bytes));
    }

    @Test
    void anInterruptDoesNotSpoilTheSumAndStaysSet() throws Exception {
        byte[] bytes = GeneratedSource.bytes(5_000_000);
        Md5 md5 = new Md5(executor, -1);
        Thread.currentThread().interrupt();
        try {
            md5.update(bytes, 0, bytes.length);
            String sum = md5.finish();
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            assertThat(sum).isEqualTo(expected(bytes));
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void whatIsAbandonedStops() {
        byte[] bytes = GeneratedSource.bytes(600_000);
        Md5 md5 = new Md5(task -> {}, -1);
        md5.update(bytes, 0, bytes.length);
        md5.abandon();
        md5.abandon();
    }
}
