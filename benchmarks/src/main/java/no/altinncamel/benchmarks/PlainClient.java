package no.altinncamel.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.FileEntity;

/** Apache HttpClient 5 as its beginner's guide has it: streaming, nothing tuned, nothing checked, one try. */
class PlainClient implements Contender {

    private static final int BUFFER = 256 * 1024;

    private final CloseableHttpClient client = HttpClients.createDefault();
    private final Settings settings;

    PlainClient(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void upload(String id, Path file, String options) throws IOException {
        HttpPost request = new HttpPost(settings.transferUrl(id) + "/upload");
        request.setEntity(entity(file));
        send(request, Settings.SENDER);
    }

    HttpEntity entity(Path file) throws IOException {
        return new FileEntity(file.toFile(), ContentType.APPLICATION_OCTET_STREAM);
    }

    @Override
    public void download(String id, String options) throws IOException {
        // as the component does, which has to know the checksum
        send(new HttpGet(settings.transferUrl(id)), Settings.RECIPIENT);
        HttpGet request = new HttpGet(settings.transferUrl(id) + "/download");
        authorize(request, Settings.RECIPIENT);
        client.execute(request, answer -> {
            check(answer);
            consume(answer.getEntity());
            return null;
        });
    }

    void consume(HttpEntity entity) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream body = entity.getContent()) {
            while (body.read(buffer) >= 0) {
                // thrown away
            }
        }
    }

    private void send(ClassicHttpRequest request, String role) throws IOException {
        authorize(request, role);
        client.execute(request, answer -> {
            check(answer);
            EntityUtils.consume(answer.getEntity());
            return null;
        });
    }

    private void authorize(HttpRequest request, String role) {
        request.setHeader("Authorization", "Bearer " + settings.token(role));
    }

    private static void check(ClassicHttpResponse answer) throws IOException {
        if (answer.getCode() != 200) {
            throw new IOException("The emulator answers " + answer.getCode());
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    /** The same with the whole file in a byte array, as generated clients and most examples have it. */
    static final class WithByteArray extends PlainClient {

        WithByteArray(Settings settings) {
            super(settings);
        }

        @Override
        HttpEntity entity(Path file) throws IOException {
            return new ByteArrayEntity(Files.readAllBytes(file), ContentType.APPLICATION_OCTET_STREAM);
        }

        @Override
        void consume(HttpEntity entity) throws IOException {
            EntityUtils.toByteArray(entity, Integer.MAX_VALUE);
        }
    }
}
