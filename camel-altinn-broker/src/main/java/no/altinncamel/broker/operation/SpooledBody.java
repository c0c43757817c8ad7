package no.altinncamel.broker.operation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.UploadSource;

/** A body whose length is known. One that does not tell it is copied to a temporary file, which is gone afterwards. */
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

    /** The body, on disk if it does not tell its length. */
    static SpooledBody measured(UploadSource body) throws IOException {
        if (body.length() >= 0) {
            return asItIs(body);
        }
        Path file = Files.createTempFile("altinn-broker-", ".upload");
        try (InputStream in = body.open()) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            return new SpooledBody(UploadSource.of(file), file);
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
