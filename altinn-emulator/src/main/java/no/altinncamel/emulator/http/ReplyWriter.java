package no.altinncamel.emulator.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;

import no.altinncamel.emulator.control.Fault;

/** Writes a reply to the wire, with the fault that spoils its body, if there is one. */
final class ReplyWriter {

    private static final int BUFFER = 256 * 1024;
    /** How finely a slow body is portioned, unless it is slower than that many bytes a second. */
    private static final int STEPS_PER_SECOND = 20;

    /** Waits that long, or less if the emulator is being closed. */
    @FunctionalInterface
    interface Pause {
        void nanos(long nanos) throws IOException;
    }

    private final Response response;
    private final Fault fault;
    private final Pause pause;

    ReplyWriter(Response response, Fault fault, Pause pause) {
        this.response = response;
        this.fault = fault;
        this.pause = pause;
    }

    void write(Reply reply) throws IOException {
        response.setStatus(reply.status());
        reply.headers().forEach(header -> response.getHeaders().add(header.name(), header.value()));
        if (reply.status() != 204) {
            response.getHeaders().put("Content-Length", reply.length());
        }
        if (reply.bytes() == null && fault == null) {
            try (FileChannel file = open(reply)) {
                send(file, reply);
            }
            return;
        }
        try (OutputStream out = Content.Sink.asOutputStream(response)) {
            if (reply.bytes() == null) {
                try (FileChannel file = open(reply)) {
                    write(out, file, reply);
                }
            } else {
                writePiece(out, reply.bytes(), reply.bytes().length, 0);
            }
            if (fault != null && fault.kind() == Fault.Kind.TRUNCATED_BODY) {
                // the body was shorter than that, or empty
                out.flush();
                throw new ConnectionResetException("fault: answer cut at its end");
            }
        }
    }

    private static FileChannel open(Reply reply) throws IOException {
        return reply.file() == null ? null : FileChannel.open(reply.file(), StandardOpenOption.READ);
    }

    /** The short way for a file that nothing is to happen to: page cache, one native buffer, socket. */
    private void send(FileChannel file, Reply reply) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect((int) Math.min(BUFFER, reply.length()));
        long done = 0;
        do {
            buffer.clear().limit((int) Math.min(buffer.capacity(), reply.length() - done));
            done += read(file, buffer, reply.offset() + done);
            Content.Sink.write(response, done == reply.length(), buffer.flip());
        } while (done < reply.length());
    }

    private void write(OutputStream out, FileChannel file, Reply reply) throws IOException {
        byte[] buffer = new byte[(int) Math.min(BUFFER, reply.length())];
        long done = 0;
        while (done < reply.length()) {
            int want = (int) Math.min(buffer.length, reply.length() - done);
            int read = read(file, ByteBuffer.wrap(buffer, 0, want), reply.offset() + done);
            writePiece(out, buffer, read, done);
            done += read;
        }
    }

    /** @param file {@code null} for zeros, of which the buffer consists already */
    private static int read(FileChannel file, ByteBuffer buffer, long position) throws IOException {
        if (file == null) {
            int length = buffer.remaining();
            buffer.position(buffer.limit());
            return length;
        }
        int read = file.read(buffer, position);
        if (read < 0) {
            throw new ConnectionResetException("stored file is shorter than recorded");
        }
        return read;
    }

    private void writePiece(OutputStream out, byte[] bytes, int length, long position) throws IOException {
        if (fault == null || length == 0) {
            out.write(bytes, 0, length);
            return;
        }
        switch (fault.kind()) {
            case TRUNCATED_BODY -> {
                int allowed = (int) Math.min(length, Math.max(0, fault.amount() - position));
                out.write(bytes, 0, allowed);
                out.flush();
                if (allowed < length) {
                    throw new ConnectionResetException("fault: answer cut");
                }
            }
            case CORRUPT_BODY -> {
                byte[] copy = java.util.Arrays.copyOf(bytes, length);
                if (position == 0) {
                    copy[0] ^= 0x55;
                }
                out.write(copy, 0, length);
            }
            case SLOW_BODY -> writeSlowly(out, bytes, length);
            default -> out.write(bytes, 0, length);
        }
    }

    private void writeSlowly(OutputStream out, byte[] bytes, int length) throws IOException {
        int step = (int) Math.max(1, Math.min(fault.amount() / STEPS_PER_SECOND, length));
        long pauseNanos = TimeUnit.SECONDS.toNanos(step) / fault.amount();
        for (int done = 0; done < length; done += step) {
            out.write(bytes, done, Math.min(step, length - done));
            out.flush();
            pause.nanos(pauseNanos);
        }
    }
}
