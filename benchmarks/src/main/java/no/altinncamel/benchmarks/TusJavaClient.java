package no.altinncamel.benchmarks;

import java.io.IOException;
import java.lang.reflect.Field;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import io.tus.java.client.ProtocolException;
import io.tus.java.client.TusClient;
import io.tus.java.client.TusUpload;
import io.tus.java.client.TusUploader;

/**
 * tus-java-client, which the Broker's documentation recommends to Java users. Nothing is set, as in its
 * examples.
 * <p>
 * It sends with {@link HttpURLConnection}, which knows no PATCH, and then falls back to a POST with another header, which the Broker
 * does not take for one (altinn-broker 7). So PATCH is put in the place of TRACE, which no one uses.
 */
final class TusJavaClient implements Contender {

    private final Settings settings;

    TusJavaClient(Settings settings) {
        this.settings = settings;
        allowPatch();
    }

    private static void allowPatch() {
        try {
            Field methods = HttpURLConnection.class.getDeclaredField("methods");
            methods.setAccessible(true);
            String[] allowed = (String[]) methods.get(null);
            allowed[Arrays.asList(allowed).indexOf("TRACE")] = "PATCH";
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This Java does not let tus-java-client send PATCH", e);
        }
    }

    @Override
    public void upload(String id, Path file, String options) throws IOException, ProtocolException {
        TusClient client = new TusClient();
        client.setUploadCreationURL(URI.create(settings.tusUrl(id)).toURL());
        client.setHeaders(Map.of("Authorization", "Bearer " + settings.token(Settings.SENDER)));
        TusUploader uploader = client.createUpload(new TusUpload(file.toFile()));
        while (uploader.uploadChunk() > -1) {
            // one piece after another
        }
        uploader.finish();
    }

    @Override
    public void download(String id, String options) {
        throw new UnsupportedOperationException("TUS only uploads");
    }
}
