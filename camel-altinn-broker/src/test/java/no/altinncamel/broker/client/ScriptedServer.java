package no.altinncamel.broker.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that does things to a connection that no real server should do; each connection gets the next turn. */
final class ScriptedServer implements AutoCloseable {

    /** What the server does with one connection, whose request head has been read. */
    @FunctionalInterface
    interface Turn {
        void play(InputStream in, OutputStream out) throws Exception;
    }

    final List<String> heads = new CopyOnWriteArrayList<>();
    private final ServerSocket listener;
    private final Queue<Turn> turns;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    ScriptedServer(Turn... turns) throws IOException {
        this.turns = new ArrayDeque<>(List.of(turns));
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    static Turn answer(String head, byte[] body) {
        return (in, out) -> {
            out.write((head.strip().replace("\n", "\r\n") + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
            out.flush();
        };
    }

    static Turn overview(String status) {
        byte[] body = ("{\"fileTransferStatus\":\"" + status + "\"}").getBytes(StandardCharsets.UTF_8);
        return answer(
                "HTTP/1.1 200 OK\nConnection: close\nContent-Type: application/json\nContent-Length: " + body.length,
                body);
    }

    private void serve() {
        while (!listener.isClosed()) {
            Turn turn;
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                turn = turns.remove();
                heads.add(head(socket.getInputStream()));
                turn.play(socket.getInputStream(), socket.getOutputStream());
                socket.close();
            } catch (Exception e) {
                // the test sees what its client makes of it
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
