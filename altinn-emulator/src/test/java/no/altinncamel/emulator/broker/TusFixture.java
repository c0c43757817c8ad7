package no.altinncamel.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;

/** TUS requests in the short forms of contract altinn-broker 9.8. An upload is named by its path after {@code …/tus/}. */
abstract class TusFixture extends BrokerFixture {

    static final String TUS = "/broker/api/v1/filetransfer/upload/tus/";
    static final String CHUNK = "application/offset+octet-stream";
    static final String ALREADY = "A file transfer has already been, or attempted to be, created. Create a new file"
            + " transfer resource to try again.";
    static final String UNKNOWN = "6c1f2f0e-9c3b-4a7e-8b7a-3f5d0a9b1c2d";
    static final Duration HOUR = Duration.ofHours(1);

    @AfterEach
    void asUsual() {
        emulator.clock().reset();
        broker().reset();
    }

    /** A request with TUS's version. */
    Answer tus(String method, String upload, String token, byte[] body, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Tus-Resumable";
        all[headers.length + 1] = "1.0.0";
        return plain(method, upload, token, body, all);
    }

    Answer plain(String method, String upload, String token, byte[] body, String... headers) {
        return send(
                method,
                "/upload/tus/" + upload,
                token,
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body),
                headers);
    }

    Answer create(String id, String... headers) {
        return tus("POST", id, token(S, WRITE), null, headers);
    }

    /** A transfer with an upload of so many bytes. */
    String created(long length) {
        return created(init(), length);
    }

    String created(String id, long length) {
        create(id, "Upload-Length", Long.toString(length)).isStatus(201);
        return id;
    }

    /** A part of a transfer. */
    String partial(String id, long length) {
        Answer answer = create(id, "Upload-Concat", "partial", "Upload-Length", Long.toString(length));
        return answer.isStatus(201).header("Location").substring(TUS.length());
    }

    /** A part that has its bytes. */
    String partial(String id, String content) {
        String partial = partial(id, content.length());
        patch(partial, 0, content).isStatus(204);
        return partial;
    }

    Answer join(String id, String... partials) {
        return create(id, "Upload-Concat", "final;" + TUS + String.join(" " + TUS, partials));
    }

    Answer patch(String upload, long offset, String content) {
        return patch(upload, offset, content.getBytes(StandardCharsets.US_ASCII));
    }

    Answer patch(String upload, long offset, byte[] content) {
        return patch(upload, token(S, WRITE), offset, content);
    }

    Answer patch(String upload, String token, long offset, byte[] content) {
        return tus("PATCH", upload, token, content, "Content-Type", CHUNK, "Upload-Offset", Long.toString(offset));
    }

    Answer head(String upload) {
        return tus("HEAD", upload, token(S, WRITE), null);
    }

    Answer delete(String upload) {
        return tus("DELETE", upload, token(S, WRITE), null);
    }

    long offset(String upload) {
        return Long.parseLong(head(upload).isStatus(200).header("Upload-Offset"));
    }

    /** A token of the sender's with a session, which ends after a minute. */
    String briefToken(String organization, String session) {
        Map<String, Object> claims = claims(organization, WRITE);
        claims.put("sid", session);
        claims.put("exp", emulator.clock().instant().getEpochSecond() + 60);
        return altinnToken(claims);
    }

    void awaitStatus(String id, String status) {
        await().untilAsserted(() -> assertThat(status(id)).isEqualTo(status));
    }

    String content(String id) {
        return new String(download(id, R1).isStatus(200).bytes(), StandardCharsets.US_ASCII);
    }

    TusUpload upload(String path) {
        String[] segments = path.split("/");
        Transfer transfer = broker().find(UUID.fromString(segments[0])).orElseThrow();
        return broker().tus().find(transfer, segments.length == 1 ? null : segments[2]);
    }

    /** How many files with chunks of the transfer there are. */
    long stagedFiles(String id) {
        try (Stream<Path> files = Files.list(broker().storage().folder())) {
            return files.filter(file -> file.getFileName().toString().startsWith(id + "."))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Answer isText(Answer answer, int status, String text) {
        answer.isStatus(status);
        assertThat(answer.text()).isEqualTo(text);
        assertThat(answer.header("Content-Type")).startsWith("text/plain");
        assertThat(answer.header("Tus-Resumable")).isEqualTo("1.0.0");
        return answer;
    }
}
