package no.altinncamel.broker.operation;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.apache.camel.support.ExchangeHelper;

import no.altinncamel.broker.client.UploadSource;

/** Makes a message body readable for an upload, without copying it. */
public final class BodySource {

    private BodySource() {}

    /**
     * @return                           a source that can be read twice for files, bytes, text and Camel's cached streams, once
     *                                   for other streams
     * @throws IllegalArgumentException if there is no body, or the file is not there
     */
    public static UploadSource of(Exchange exchange) throws Exception {
        Object body = exchange.getMessage().getBody();
        if (body instanceof WrappedFile<?> wrapped) {
            body = wrapped.getFile() instanceof File || wrapped.getFile() instanceof Path
                    ? wrapped.getFile()
                    : wrapped.getBody();
        }
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
        if (body instanceof StreamCache cache && body instanceof InputStream) {
            return new CachedStream(cache);
        }
        InputStream stream =
                exchange.getContext().getTypeConverter().mandatoryConvertTo(InputStream.class, exchange, body);
        return UploadSource.once(stream, -1);
    }

    private static UploadSource ofFile(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("The file to upload is not there, or is not a file: " + file);
        }
        return UploadSource.of(file);
    }

    /** Camel's cached streams are rewound for each reading, so that the body is as good as new for the rest of the route. */
    private record CachedStream(StreamCache cache) implements UploadSource {

        @Override
        public long length() {
            // a cache may say 0 for "unknown"
            return cache.length() > 0 ? cache.length() : -1;
        }

        @Override
        public boolean repeatable() {
            return true;
        }

        @Override
        public InputStream open() {
            cache.reset();
            return (InputStream) cache;
        }
    }
}
