package no.altinncamel.emulator.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A request body that breaks off after so many bytes, or at its end, as if the client's connection had died. */
final class FaultyBody extends FilterInputStream {

    private final long kept;
    private long read;
    private long left;

    FaultyBody(InputStream body, long breakAfter, long kept) {
        super(body);
        this.left = breakAfter;
        this.kept = kept;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (left <= 0) {
            throw cut("fault: request body cut");
        }
        int count = super.read(buffer, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw cut("fault: request body cut at its end");
        }
        left -= count;
        read += count;
        return count;
    }

    private ConnectionResetException cut(String reason) {
        return new ConnectionResetException(reason, Math.min(kept, read));
    }
}
