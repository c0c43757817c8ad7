package no.altinncamel.emulator.broker;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import no.altinncamel.emulator.AltinnEmulator;

/** A request written by hand, for what no HTTP client does: stopping in the middle, or not looking at the answer. */
final class RawCall implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket socket;

    private RawCall(Socket socket) {
        this.socket = socket;
    }

    static RawCall to(AltinnEmulator emulator) throws IOException {
        int port = URI.create(emulator.platformUrl()).getPort();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return new RawCall(socket);
    }

    /** Sends the head of an upload. */
    RawCall upload(String id, String token, String... headers) throws IOException {
        return head("POST /broker/api/v1/filetransfer/" + id + "/upload", token, headers);
    }

    RawCall head(String methodAndPath, String token, String... headers) throws IOException {
        StringBuilder head = new StringBuilder(methodAndPath + " HTTP/1.1\r\nHost: localhost\r\n");
        head.append("Authorization: Bearer ").append(token).append("\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        send(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Waits for the next line of the answer; empty at its end. */
    String line() throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().trim();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
