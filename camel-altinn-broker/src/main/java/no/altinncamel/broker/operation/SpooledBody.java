package no.altinncamel.broker.operation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.UploadSource;

/** A body as it is, or copied to a temporary file, which is gone afterwards. */
final class SpooledBody implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SpooledBody.class);

    private final UploadSource source;
    private final Path file;

    private SpooledBody(UploadSource source, Path file) {
        this.source = source;
        this.file = file;
    }

    /** The body as it is. */
    static SpooledBody asItIs(UploadSource body) {
        return new SpooledBody(body, null);
    }

    /** The body on disk: its length is then known, and it can be read again. */
    static SpooledBody copied(UploadSource body) throws IOException {
        Path file = Files.createTempFile("altinn-broker-", ".upload");
        try (InputStream in = body.open()) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            return new SpooledBody(UploadSource.copy(file), file);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    UploadSource source() {
        return source;
    }

    @Override
    public void close() {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // the file was sent all the same
                LOG.warn("The temporary file {} could not be deleted", file, e);
            }
        }
    }
}
