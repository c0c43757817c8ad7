package no.altinncamel.emulator.broker;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

import no.altinncamel.emulator.AltinnEmulator;
import no.altinncamel.emulator.http.Json;

/**
 * One emulator for each test class and one resource for each test, with the organisations and the short forms of contract
 * altinn-broker 9: {@code X} has no rights.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrokerFixture {

    static final String S = "991825827";
    static final String R1 = "986252932";
    static final String R2 = "910753614";
    static final String X = "314244370";
    static final String P = "974760673";
    static final String WRITE = "altinn:broker.write";
    static final String READ = "altinn:broker.read";
    static final String BOTH = WRITE + " " + READ;
    static final String JSON = "application/json";
    static final String OCTETS = "application/octet-stream";
    static final byte[] DIGITS = "0123456789".getBytes(StandardCharsets.US_ASCII);
    static final String DIGITS_MD5 = "781e5e245d69b566979b86e28d23f2c7";

    AltinnEmulator emulator;
    BrokerResource resource;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    void start() {
        emulator = AltinnEmulator.start();
        emulator.rateLimits().enabled(false);
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    @BeforeEach
    void fresh() {
        resource = broker().addResource("res-" + UUID.randomUUID());
        broker().policy().clear();
        broker().policy().deny(X);
        broker().environment(Environment.STAGING);
    }

    Broker broker() {
        return emulator.broker();
    }

    /** A valid Altinn token. */
    String token(String organization, String scope) {
        return altinnToken(claims(organization, scope));
    }

    String altinnToken(Map<String, Object> claims) {
        claims.putIfAbsent("iss", emulator.altinnTokens().issuer());
        claims.putIfAbsent("exp", emulator.clock().instant().getEpochSecond() + 1800);
        return emulator.altinnTokens().sign(claims);
    }

    static Map<String, Object> claims(String organization, String scope) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("scope", scope);
        claims.put("urn:altinn:orgNumber", organization);
        claims.put("consumer", Map.of("authority", "iso6523-actorid-upis", "ID", "0192:" + organization));
        return claims;
    }

    Answer get(String path, String token, String... headers) {
        return send("GET", path, token, HttpRequest.BodyPublishers.noBody(), headers);
    }

    Answer post(String path, String token, byte[] body, String... headers) {
        return send("POST", path, token, HttpRequest.BodyPublishers.ofByteArray(body), headers);
    }

    Answer send(String method, String path, String token, HttpRequest.BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).method(method, body);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    URI uri(String path) {
        return URI.create(emulator.platformUrl() + "/broker/api/v1/filetransfer" + path);
    }

    /** Minimal metadata of a transfer from S to R1, without scan. */
    Map<String, Object> metadata() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("fileName", "report.xml");
        metadata.put("resourceId", resource.id());
        metadata.put("sendersFileTransferReference", "ref-1");
        metadata.put("sender", "0192:" + S);
        metadata.put("recipients", List.of("0192:" + R1));
        metadata.put("disableVirusScan", true);
        return metadata;
    }

    Answer initialize(Map<String, Object> metadata) {
        return post("", token(S, WRITE), json(metadata), "Content-Type", JSON);
    }

    Answer initialize(Consumer<Map<String, Object>> change) {
        Map<String, Object> metadata = metadata();
        change.accept(metadata);
        return initialize(metadata);
    }

    Answer initializeWith(String member, Object value) {
        return initialize(metadata -> metadata.put(member, value));
    }

    static byte[] json(Object value) {
        return Json.write(value).getBytes(StandardCharsets.UTF_8);
    }

    String init() {
        return initialize(metadata()).id();
    }

    String initWith(String member, Object value) {
        return initializeWith(member, value).id();
    }

    String initTo(String... organizations) {
        List<String> recipients = new ArrayList<>();
        for (String organization : organizations) {
            recipients.add("0192:" + organization);
        }
        return initWith("recipients", recipients);
    }

    Answer upload(String id, byte[] body) {
        return post("/" + id + "/upload", token(S, WRITE), body, "Content-Type", OCTETS);
    }

    Answer uploadChunked(String id, byte[] body) {
        return send(
                "POST",
                "/" + id + "/upload",
                token(S, WRITE),
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)),
                "Content-Type",
                OCTETS);
    }

    /** Uploads the ten digits. */
    String uploaded(String id) {
        upload(id, DIGITS).isStatus(200);
        return id;
    }

    String pub() {
        return uploaded(init());
    }

    JsonNode overview(String id) {
        return get("/" + id, token(S, WRITE)).isStatus(200).json();
    }

    String status(String id) {
        return overview(id).get("fileTransferStatus").asText();
    }

    String recipientStatus(String id, String organization) {
        for (JsonNode recipient : overview(id).get("recipients")) {
            if (recipient.get("recipient").asText().equals("0192:" + organization)) {
                return recipient.get("currentRecipientFileTransferStatusCode").asText();
            }
        }
        return null;
    }

    JsonNode details(String id) {
        return get("/" + id + "/details", token(S, WRITE)).isStatus(200).json();
    }

    Answer download(String id, String organization, String... headers) {
        return get("/" + id + "/download", token(organization, READ), headers);
    }

    Answer confirm(String id, String organization) {
        return post("/" + id + "/confirmdownload", token(organization, READ), new byte[0]);
    }

    void downloadAndConfirm(String id, String organization) {
        download(id, organization).isStatus(200);
        confirm(id, organization).isStatus(204);
    }

    Answer list(String organization, String parameters) {
        return get("?resourceId=" + resource.id() + parameters, token(organization, BOTH));
    }

    /** The transfer's events as {@code type role organisation}, without the types' common prefix. */
    List<String> events(String id) {
        return broker().events().of(UUID.fromString(id)).stream()
                .map(event -> event.type().type().replace("no.altinn.broker.", "") + " "
                        + event.role().wireName() + " " + event.subject())
                .toList();
    }
}
