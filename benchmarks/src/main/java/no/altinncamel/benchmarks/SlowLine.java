package no.altinncamel.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A long line to a server, of which each connection gets only so much: a port that passes everything on, later. It stands in for
 * {@code tc netem}, which needs a kernel and rights that not everybody has. What it leaves out: lost packets, and the slow start of
 * TCP, both of which make one stream slower still.
 */
final class SlowLine implements AutoCloseable {

    private static final int PIECE = 16 * 1024;
    private static final long LATE = TimeUnit.MILLISECONDS.toNanos(50);

    /** Some bytes that arrive at some time; none mean the end. */
    private record Piece(byte[] bytes, int length, long arrival) {}

    private final ServerSocket port;
    private final URI server;
    private final long delayNanos;
    private final double nanosPerByte;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private SlowLine(ServerSocket port, URI server, int delayMillis, int megabits) {
        this.port = port;
        this.server = server;
        this.delayNanos = TimeUnit.MILLISECONDS.toNanos(delayMillis);
        this.nanosPerByte = 8e9 / (megabits * 1e6);
    }

    /**
     * @param delayMillis from one end to the other
     * @param megabits    a second, for each connection and direction
     */
    static SlowLine to(String server, int delayMillis, int megabits) throws IOException {
        SlowLine line = new SlowLine(
                new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), URI.create(server), delayMillis, megabits);
        thread("slow-line", line::accept);
        return line;
    }

    /** As whose address the server shows itself at this end. */
    String url() {
        return "http://127.0.0.1:" + port.getLocalPort();
    }

    private static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = port.accept();
                Socket far = new Socket(server.getHost(), server.getPort());
                open.add(near);
                open.add(far);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                // the three packets of a new connection go there and back before the first byte
                pass(near, far, 3 * delayNanos);
                pass(far, near, delayNanos);
            }
        } catch (IOException e) {
            close();
        }
    }

    private void pass(Socket from, Socket to, long firstDelay) {
        // what is on its way, and as much again in the buffers of the machines between
        int pieces = Math.max(4, (int) (2 * delayNanos / nanosPerByte / PIECE));
        BlockingQueue<Piece> way = new ArrayBlockingQueue<>(pieces);
        thread("slow-line-in", () -> take(from, way, firstDelay));
        thread("slow-line-out", () -> give(way, to));
    }

    private void take(Socket from, BlockingQueue<Piece> way, long firstDelay) {
        long delay = firstDelay;
        long free = System.nanoTime();
        try {
            InputStream in = from.getInputStream();
            int read;
            do {
                byte[] bytes = new byte[PIECE];
                boolean idle = in.available() == 0;
                read = in.read(bytes);
                // the line takes one piece after another; that this thread was called late does not make it slower
                long earliest = System.nanoTime() - (idle ? 0 : LATE);
                free = Math.max(free, earliest) + (long) (Math.max(0, read) * nanosPerByte);
                way.put(new Piece(bytes, Math.max(0, read), free + delay));
                delay = delayNanos;
                sleepUntil(free);
            } while (read > 0);
        } catch (IOException | InterruptedException e) {
            way.clear();
            way.offer(new Piece(new byte[0], 0, System.nanoTime()));
        }
    }

    private void give(BlockingQueue<Piece> way, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            for (Piece piece = way.take(); piece.length() > 0; piece = way.take()) {
                sleepUntil(piece.arrival());
                out.write(piece.bytes(), 0, piece.length());
            }
            to.shutdownOutput();
        } catch (IOException | InterruptedException e) {
            close(to);
        }
    }

    private static void sleepUntil(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            port.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        open.forEach(SlowLine::close);
        open.clear();
    }
}
