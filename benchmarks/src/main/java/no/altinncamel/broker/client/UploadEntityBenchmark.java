package no.altinncamel.broker.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.FileEntity;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import no.altinncamel.broker.client.http.Bandwidth;

/** 64 MiB from a file into a stream that throws them away: as uploads write a body, and as HttpClient's own entity does. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class UploadEntityBenchmark {

    private static final int LENGTH = 64 * 1024 * 1024;

    private final Bandwidth.Share unlimited = Bandwidth.unlimited().share("file", "upload");
    private Path file;

    @Setup
    public void setUp() throws IOException {
        file = Files.createTempFile("upload-entity", ".bin");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), LENGTH - 1);
        }
    }

    @TearDown
    public void tearDown() throws IOException {
        Files.delete(file);
    }

    @Benchmark
    public void uploadEntity() throws IOException {
        new UploadEntity(UploadSource.of(file), unlimited).writeTo(OutputStream.nullOutputStream());
    }

    @Benchmark
    public void fileEntity() throws IOException {
        try (FileEntity entity = new FileEntity(file.toFile(), ContentType.APPLICATION_OCTET_STREAM)) {
            entity.writeTo(OutputStream.nullOutputStream());
        }
    }
}
