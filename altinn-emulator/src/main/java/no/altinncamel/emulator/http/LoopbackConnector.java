package no.altinncamel.emulator.http;

import java.io.IOException;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Listens on one loopback port, and can stop listening for a while so that nothing is left open that nobody answers. */
final class LoopbackConnector extends ServerConnector {

    private final Set<Socket> accepted = ConcurrentHashMap.newKeySet();

    /**
     * Without an acceptor thread of its own: while one sits in {@code accept}, the operating system takes connections even
     * after the port was closed.
     */
    LoopbackConnector(Server server, int port, ConnectionFactory connections) {
        super(server, 0, 1, connections);
        setHost("127.0.0.1");
        setPort(port);
        setAcceptQueueSize(1024);
    }

    /** The port, also while suspended. */
    int port() {
        return isRunning() ? getLocalPort() : getPort();
    }

    @Override
    protected void configure(Socket socket) {
        accepted.removeIf(Socket::isClosed);
        accepted.add(socket);
        super.configure(socket);
    }

    /** When this returns, connections are refused and those that there were are closed; it may be so already. */
    synchronized void suspend() throws Exception {
        if (!isRunning()) {
            return;
        }
        // before the stop, so that the port is known at every moment
        setPort(getLocalPort());
        stop();
        // a connection that was being set up is known to nobody else any more
        for (Socket socket : accepted) {
            close(socket);
        }
        accepted.clear();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
