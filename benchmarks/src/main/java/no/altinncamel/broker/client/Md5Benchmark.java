package no.altinncamel.broker.client;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The MD5 of 64 MiB that come in pieces of some size: by the digest alone, and as downloads do it, beside the delivering thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class Md5Benchmark {

    private static final int LENGTH = 64 * 1024 * 1024;

    @Param({"8192", "262144"})
    int piece;

    private byte[] bytes;
    private ExecutorService executor;

    @Setup
    public void setUp() {
        bytes = new byte[piece];
        executor = Executors.newCachedThreadPool();
    }

    @TearDown
    public void tearDown() {
        executor.shutdownNow();
    }

    @Benchmark
    public byte[] digestAlone() throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("MD5");
        for (int done = 0; done < LENGTH; done += piece) {
            digest.update(bytes);
        }
        return digest.digest();
    }

    @Benchmark
    public String besideTheReading() {
        Md5 md5 = new Md5(executor, LENGTH);
        for (int done = 0; done < LENGTH; done += piece) {
            md5.update(bytes, 0, piece);
        }
        return md5.finish();
    }
}
