package no.altinncamel.broker.operation;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.Buffer;
import java.nio.channels.Channel;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.stream.BaseStream;

import javax.xml.transform.Source;
import javax.xml.transform.dom.DOMSource;

import org.apache.camel.Exchange;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.apache.camel.support.ExchangeHelper;

import no.altinncamel.broker.client.UploadSource;

/** Makes a message body readable for an upload, without copying it. */
public final class BodySource {

    /** Property of the exchange: the body that was read and cannot be read again. */
    private static final String SPENT = "CamelAltinnBrokerSpentBody";

    private BodySource() {}

    /**
     * @return                           a source that can be read twice for files, bytes, text, Camel's cached streams and what is
     *                                   converted anew each time; once for other streams
     * @throws IllegalArgumentException if there is no body, the file is not there, or the stream was read before
     */
    public static UploadSource of(Exchange exchange) throws Exception {
        Object body = body(exchange);
        if (body == null) {
            throw new IllegalArgumentException(
                    "The message has no body to upload; to send an empty file, use an empty text as body");
        }
        if (body instanceof File file) {
            return ofFile(file.toPath());
        }
        if (body instanceof Path path) {
            return ofFile(path);
        }
        if (body instanceof byte[] bytes) {
            return UploadSource.of(bytes);
        }
        if (body instanceof String text) {
            return UploadSource.of(text.getBytes(Charset.forName(ExchangeHelper.getCharsetName(exchange))));
        }
        if (body instanceof StreamCache cache) {
            return new CachedStream(cache, exchange);
        }
        if (isSpent(exchange)) {
            // the rest of it, or nothing, would pass for the file
            throw new IllegalArgumentException(
                    "The body was read before, by an earlier attempt or another endpoint, and"
                            + " cannot be read again; Camel's stream caching, or a file as body, allows that");
        }
        InputStream stream = stream(exchange, body);
        return isConvertedAnew(body, stream) ? new Converted(exchange, body) : new ReadOnce(stream, exchange, body);
    }

    /**
     * What is not a stream itself, and of which a converter has made bytes in memory, can be converted again. A stream of another
     * kind may take its bytes from the body.
     */
    private static boolean isConvertedAnew(Object body, InputStream stream) {
        boolean consumed = body instanceof InputStream
                || body instanceof Readable && !(body instanceof CharSequence)
                || body instanceof Channel
                || body instanceof Buffer
                || body instanceof BaseStream<?, ?>
                || body instanceof Iterator<?>
                || body instanceof Enumeration<?>
                || body instanceof Source && !(body instanceof DOMSource);
        return !consumed && stream instanceof ByteArrayInputStream;
    }

    private static Object body(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof WrappedFile<?> wrapped) {
            return wrapped.getFile() instanceof File || wrapped.getFile() instanceof Path
                    ? wrapped.getFile()
                    : wrapped.getBody();
        }
        return body;
    }

    /** Whether the body of the exchange can be read only once, and was read. */
    public static boolean isSpent(Exchange exchange) {
        Object body = body(exchange);
        return body != null && exchange.getProperty(SPENT) instanceof WeakReference<?> spent && spent.get() == body;
    }

    private static InputStream stream(Exchange exchange, Object body) throws NoTypeConversionAvailableException {
        return exchange.getContext().getTypeConverter().mandatoryConvertTo(InputStream.class, exchange, body);
    }

    private static UploadSource ofFile(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("The file to upload is not there, or is not a file: " + file);
        }
        return UploadSource.of(file);
    }

    /** Camel's cached streams are rewound for each reading, so that the body is as good as new for the rest of the route. */
    private record CachedStream(StreamCache cache, Exchange exchange) implements UploadSource {

        @Override
        public long length() {
            // a cache may say 0 for "unknown", and one of characters counts these
            return cache instanceof InputStream && cache.length() > 0 ? cache.length() : -1;
        }

        @Override
        public boolean repeatable() {
            return true;
        }

        @Override
        public InputStream open() throws IOException {
            cache.reset();
            try {
                return stream(exchange, cache);
            } catch (NoTypeConversionAvailableException e) {
                throw new IOException(e);
            }
        }
    }

    /** A converter makes a new stream of it each time. */
    private record Converted(Exchange exchange, Object body) implements UploadSource {

        @Override
        public long length() {
            return -1;
        }

        @Override
        public boolean repeatable() {
            return true;
        }

        @Override
        public InputStream open() throws IOException {
            try {
                return stream(exchange, body);
            } catch (NoTypeConversionAvailableException e) {
                throw new IOException(e);
            }
        }
    }

    /** Tells the exchange that it was read, so that what is left of it is not sent by the next attempt. */
    private record ReadOnce(InputStream stream, Exchange exchange, Object body) implements UploadSource {

        @Override
        public long length() {
            return -1;
        }

        @Override
        public boolean repeatable() {
            return false;
        }

        @Override
        public InputStream open() {
            exchange.setProperty(SPENT, new WeakReference<>(body));
            return stream;
        }
    }
}
