package no.altinncamel.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.emulator.maskinporten.HttpAnswer;

class EmulatorMainTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    /** Runs the program, which is told to stop before it has begun. */
    private int run(String... arguments) throws InterruptedException {
        return new EmulatorMain(stream(out), stream(err)).run(new CountDownLatch(0), arguments);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void itAnnouncesWhereItListensAndWhereTheKeysAre() throws Exception {
        Path keys = folder.resolve("keys");
        assertThat(run("--port", "0", "--keys", keys.toString())).isZero();
        assertThat(err()).isEmpty();
        assertThat(out()).startsWith("# A local Altinn").contains("sender.key=file:", "resource=my-resource");
        assertThat(keys.resolve("sender.jwk")).isRegularFile();
        assertThat(RemoteAltinn.of(Files.writeString(folder.resolve("my.properties"), out()))
                        .recipient()
                        .organization())
                .isEqualTo("314244370");
    }

    @Test
    void optionsAndValuesMayBeJoined() throws Exception {
        assertThat(run("--port=0", "--keys=" + folder)).isZero();
        assertThat(folder.resolve("recipient.jwk")).isRegularFile();
    }

    @Test
    void aPortInUseIsNamedTogetherWithTheOption() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run("--port", "" + other.getLocalPort(), "--keys", folder.toString()))
                    .isEqualTo(1);
            assertThat(err()).contains("Port " + other.getLocalPort(), "in use", "--port");
            assertThat(out()).isEmpty();
        }
    }

    @Test
    void keysThatCannotBeWrittenAreNamedBeforeAnythingIsAnnounced() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(run("--port", "0", "--keys", file.toString())).isEqualTo(1);
        assertThat(err()).contains("--keys " + file, "not a folder");
        assertThat(run("--port", "0", "--keys", file.resolve("below").toString()))
                .isEqualTo(1);
        assertThat(err()).contains("--keys " + file.resolve("below"));
        assertThat(out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "--port 0 --help", "--help --nonsense", "--port -h"})
    void helpIsGivenWhereverItIsAskedFor(String arguments) throws Exception {
        assertThat(run(arguments.split(" "))).isZero();
        assertThat(out()).startsWith("Usage:").contains("--port", "--keys", "--help");
        assertThat(err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--prot,Unknown option --prot",
        "--prot 1,Unknown option --prot",
        "8800,Unknown option 8800",
        "--port,--port needs a value",
        "--keys,--keys needs a value",
        "--port 65536,--port 65536 is not a port",
        "--port=-1,--port -1 is not a port",
        "--port=,--port  is not a port",
        "--port abc,--port abc is not a port"
    })
    void wrongArgumentsAreNamed(String arguments, String message) throws Exception {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(err()).startsWith(message).contains("Usage:");
        assertThat(out()).isEmpty();
    }

    /** What a client does that has nothing but the printed settings. */
    @Test
    void theOrganisationsItAnnouncesCanSubscribeToEvents() throws Exception {
        CountDownLatch stop = new CountDownLatch(1);
        Thread program = new Thread(() -> {
            try {
                new EmulatorMain(stream(out), stream(err)).run(stop, "--port", "0", "--keys", folder.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        program.start();
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> out().contains("resource="));
            RemoteAltinn altinn = RemoteAltinn.of(Files.writeString(folder.resolve("my.properties"), out()));
            for (AltinnAccount account : List.of(altinn.sender(), altinn.recipient())) {
                HttpAnswer answer = HttpAnswer.call(
                        "POST",
                        altinn.platformUrl() + "/events/api/v1/subscriptions",
                        "{\"endPoint\":\"https://client.example.org/hook\",\"resourceFilter\":\"urn:altinn:resource:"
                                + altinn.resourceId() + "\"}",
                        "Authorization",
                        "Bearer " + altinnToken(altinn, account));
                assertThat(answer.status()).as(answer.body()).isEqualTo(201);
            }
        } finally {
            stop.countDown();
            program.join();
        }
    }

    private static String altinnToken(RemoteAltinn altinn, AltinnAccount account) throws Exception {
        Instant now = Instant.now();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(account.clientId())
                .audience(altinn.maskinportenIssuer())
                .claim("scope", "altinn:events.subscribe")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)))
                .jwtID(UUID.randomUUID().toString())
                .build();
        SignedJWT assertion = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(account.keyId()).build(), claims);
        assertion.sign(new RSASSASigner(RSAKey.parse(account.privateJwk())));
        String raw = HttpAnswer.post(
                        altinn.tokenEndpoint(),
                        "application/x-www-form-urlencoded",
                        "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=" + assertion.serialize())
                .accessToken();
        return HttpAnswer.get(
                        altinn.platformUrl() + "/authentication/api/v1/exchange/maskinporten",
                        "Authorization",
                        "Bearer " + raw)
                .body();
    }

    @Test
    void itStopsWhenToldTo() throws Exception {
        assertThat(run("--port", "0", "--keys", folder.toString())).isZero();
        String url = out().lines().findFirst().orElseThrow().replaceAll(".* listens on ", "");
        assertThat(isFree(URI.create(url).getPort())).isTrue();
    }

    private static boolean isFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort() == port;
        }
    }
}
