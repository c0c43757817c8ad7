package no.altinncamel.emulator.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.control.Faults;
import no.altinncamel.emulator.control.RateLimits;
import no.altinncamel.emulator.control.RecordedCall;
import no.altinncamel.emulator.control.Recorder;

/** The one HTTP server of the emulator: records a call, lets the gateway and the armed fault have their say, serves it. */
public final class EmulatorServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmulatorServer.class);
    private static final String BROKER = "/broker/";
    private static final int INPUT_BUFFER = 64 * 1024;
    private static final Duration LONGEST_HANG = Duration.ofHours(1);
    private static final Duration DRAIN = Duration.ofSeconds(5);
    private static final int DRAIN_BUFFER = 8 * 1024;

    private final Clock clock;
    private final Router router;
    private final Recorder recorder;
    private final Faults faults;
    private final RateLimits rateLimits;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Server server;
    private final LoopbackConnector connector;

    public EmulatorServer(
            int port, Clock clock, Router router, Recorder recorder, Faults faults, RateLimits rateLimits) {
        this.clock = clock;
        this.router = router;
        this.recorder = recorder;
        this.faults = faults;
        this.rateLimits = rateLimits;
        QueuedThreadPool threads = new QueuedThreadPool(200, 4);
        threads.setName("altinn-emulator");
        threads.setDaemon(true);
        this.server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        // the answers' Date is the emulator's time, by which clients measure how wrong their clocks are
        configuration.setSendDateHeader(false);
        configuration.setOutputBufferSize(64 * 1024);
        HttpConnectionFactory connections = new HttpConnectionFactory(configuration);
        // uploads come in pieces of this size; larger ones would not be pooled
        connections.setInputBufferSize(INPUT_BUFFER);
        this.connector = new LoopbackConnector(server, port, connections);
        server.addConnector(connector);
        server.setHandler(new Gateway());
    }

    /** @throws PortInUseException if another program has the port */
    public void start() {
        try {
            server.start();
        } catch (Exception e) {
            throw notListening("started", e);
        }
    }

    private IllegalStateException notListening(String verb, Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException bind) {
                return new PortInUseException(connector.port(), bind);
            }
        }
        return new IllegalStateException("The emulator could not be " + verb + ": " + e.getMessage(), e);
    }

    public int port() {
        return connector.port();
    }

    /**
     * Stops listening, as if Altinn were down; {@link #resume} listens again on the same port. Does nothing if it is
     * suspended.
     */
    public void suspend() {
        try {
            connector.suspend();
        } catch (Exception e) {
            throw new IllegalStateException("The emulator could not be suspended: " + e.getMessage(), e);
        }
    }

    /**
     * Listens again; does nothing if it is not suspended.
     *
     * @throws PortInUseException if another program has taken the port meanwhile
     */
    public void resume() {
        try {
            connector.start();
        } catch (Exception e) {
            throw notListening("resumed", e);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        faults.clear();
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("The emulator did not stop cleanly", e);
        }
    }

    private final class Gateway extends Handler.Abstract {

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            try {
                serve(request, response);
                callback.succeeded();
            } catch (ConnectionResetException e) {
                LOG.debug("Connection reset: {}", e.getMessage());
                reset(request);
                callback.failed(e);
            } catch (IOException e) {
                LOG.debug("The client went away: {}", e.toString());
                callback.failed(e);
            } catch (RuntimeException e) {
                LOG.error("The emulator failed on {} {}", request.getMethod(), request.getHttpURI(), e);
                callback.failed(e);
            }
            return true;
        }
    }

    private void serve(Request request, Response response) throws IOException {
        Router.Match match =
                router.match(request.getMethod(), request.getHttpURI().getPath());
        RecordedCall recorded = recorder.record(
                match.operation(), request.getMethod(), request.getHttpURI().getPathQuery(), headers(request));
        CountDownLatch cleared = faults.cleared();
        Fault fault =
                faults.take(match.operation(), request.getHttpURI().getPath()).orElse(null);
        if (fault != null && fault.kind() == Fault.Kind.HANG) {
            hang(cleared);
        }
        Reply reply = reply(request, match, recorded, fault);
        recorded.status(reply.status());
        if (request.getHttpURI().getPath().startsWith(BROKER)) {
            reply.header("X-Content-Type-Options", "nosniff");
            if (!reply.hasHeader("Cache-Control")) {
                reply.header("Cache-Control", "no-store");
            }
        }
        if (!reply.hasHeader("Date")) {
            reply.header("Date", HttpDate.write(clock.instant()));
        }
        new ReplyWriter(response, fault, this::pause).write(reply);
        drain(request);
    }

    /**
     * Reads what is left of the body for a while, as the real web server does: a client that looks for the answer only
     * after it has sent everything would otherwise find a reset connection. One that waits for a 100 sends nothing.
     */
    private static void drain(Request request) throws IOException {
        if (request.getHeaders().contains(HttpHeader.EXPECT)) {
            return;
        }
        long end = System.nanoTime() + DRAIN.toNanos();
        byte[] unwanted = new byte[DRAIN_BUFFER];
        InputStream rest = Content.Source.asInputStream(request);
        while (rest.read(unwanted) >= 0) {
            if (System.nanoTime() - end > 0) {
                throw new ConnectionResetException("the client did not stop sending a body that was refused");
            }
        }
    }

    private Reply reply(Request request, Router.Match match, RecordedCall recorded, Fault fault) throws IOException {
        Fault.Kind kind = fault == null ? null : fault.kind();
        if (kind == Fault.Kind.ANSWER) {
            return answer(fault);
        }
        if (kind == Fault.Kind.RESET_BEFORE_EFFECT) {
            throw new ConnectionResetException("fault: before the effect");
        }
        if (kind == Fault.Kind.DELAY) {
            pause(fault.delay().toNanos());
        }
        OptionalLong refused = rateLimits.refuse(match.operation(), IntegrationKey.of(request));
        if (refused.isPresent()) {
            return tooManyRequests(refused.getAsLong());
        }
        InputStream body = Content.Source.asInputStream(request);
        if (kind == Fault.Kind.RESET_WHILE_READING) {
            body = new FaultyBody(body, fault.amount(), fault.kept());
        }
        Reply reply =
                match.route().serve(new HttpCall(request, match.operation(), match.pathParameters(), recorded, body));
        if (kind == Fault.Kind.RESET_AFTER_EFFECT) {
            throw new ConnectionResetException("fault: after the effect");
        }
        if (kind == Fault.Kind.RESET_WHILE_READING) {
            throw new ConnectionResetException("fault: the operation did not read the body that far");
        }
        return kind == Fault.Kind.ANSWER_AFTER_EFFECT ? answer(fault) : reply;
    }

    private static Reply answer(Fault fault) {
        Reply reply = Reply.text(fault.status(), null, new String(fault.body(), StandardCharsets.UTF_8));
        fault.headers().forEach(reply::header);
        return reply;
    }

    private Reply tooManyRequests(long seconds) {
        Reply reply = Reply.json(
                429,
                Map.of("statusCode", 429, "message", "Rate limit is exceeded. Try again in " + seconds + " seconds."));
        return rateLimits.retryAfter() ? reply.header("Retry-After", Long.toString(seconds)) : reply;
    }

    private static void hang(CountDownLatch cleared) throws IOException {
        try {
            cleared.await(LONGEST_HANG.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new ConnectionResetException("fault: hung");
    }

    private void pause(long nanos) throws IOException {
        try {
            if (closing.await(nanos, TimeUnit.NANOSECONDS)) {
                throw new ConnectionResetException("the emulator is being closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectionResetException("interrupted");
        }
    }

    /** Closes the socket so that the peer sees a reset, not an orderly end. */
    private static void reset(Request request) {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        if (endPoint.getTransport() instanceof SocketChannel channel) {
            try {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                channel.close();
            } catch (IOException e) {
                LOG.debug("The connection was gone already", e);
            }
        }
        endPoint.close();
    }

    private static Map<String, List<String>> headers(Request request) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        request.getHeaders()
                .getFieldNamesCollection()
                .forEach(name -> headers.put(name, request.getHeaders().getValuesList(name)));
        return headers;
    }
}
