package no.altinncamel.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.text.ParseException;
import java.util.UUID;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;
import no.altinncamel.emulator.http.PortInUseException;
import no.altinncamel.emulator.maskinporten.Grant;
import no.altinncamel.emulator.maskinporten.HttpAnswer;

class AccountsTest {

    private static final String BOTH = "altinn:broker.write altinn:broker.read";

    private static AltinnEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = AltinnEmulator.start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private static Grant grant(AltinnAccount account, String scope) {
        try {
            RSAKey key = RSAKey.parse(account.privateJwk());
            assertThat(key.getKeyID()).isEqualTo(account.keyId());
            PrivateKey privateKey = key.toPrivateKey();
            return new Grant(emulator, account.clientId(), account.keyId(), privateKey, scope);
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertIsGranted(AltinnAccount account, String scope) {
        HttpAnswer answer = grant(account, scope).send();
        assertThat(answer.claims().at("/consumer/ID").asText()).isEqualTo("0192:" + account.organization());
        assertThat(answer.claims().get("client_id").asText()).isEqualTo(account.clientId());
    }

    @Test
    void thereAreTwoOrganisationsFromTheStart() {
        assertThat(emulator.sender().organization()).isEqualTo("310332216");
        assertThat(emulator.recipient().organization()).isEqualTo("314244370");
        assertIsGranted(emulator.sender(), BOTH);
        assertIsGranted(emulator.recipient(), BOTH);
        assertThat(emulator.sender()).isSameAs(emulator.sender());
        assertThat(UUID.fromString(emulator.sender().clientId()))
                .isNotEqualTo(UUID.fromString(emulator.recipient().clientId()));
        assertThat(emulator.resourceId()).isEqualTo("my-resource");
    }

    @Test
    void anotherAccountHasTheScopesItIsGiven() {
        AltinnAccount account = emulator.addAccount("310332216", "altinn:broker.read");
        assertIsGranted(account, "altinn:broker.read");
        grant(account, BOTH).send().isRefused(400, "invalid_scope", "altinn:broker.write", "MP-200");
        assertIsGranted(emulator.sender(), BOTH);
    }

    @Test
    void anApplicationIsConfiguredAsOneAccount(@TempDir Path folder) throws IOException {
        AltinnAccount account = emulator.addAccount("986252932", BOTH.split(" "));
        Path keys = folder.resolve("made");
        assertThat(AltinnSettings.forAccount(emulator, account, keys).properties())
                .containsEntry("camel.component.altinn-broker.platformUrl", emulator.platformUrl())
                .containsEntry("camel.component.altinn-broker.maskinportenIssuer", emulator.maskinportenIssuer())
                .containsEntry("camel.component.altinn-broker.tokenEndpoint", emulator.tokenEndpoint())
                .containsEntry("camel.component.altinn-broker.organization", "986252932")
                .containsEntry("camel.component.altinn-broker.clientId", account.clientId())
                .containsEntry(
                        "camel.component.altinn-broker.privateKeyResource",
                        "file:" + keys.resolve(account.clientId() + ".jwk"))
                .hasSize(6);
        assertThat(keys.resolve(account.clientId() + ".jwk")).hasContent(account.privateJwk());
    }

    @Test
    void anAccountDoesNotPrintItsKey() throws ParseException {
        String d = RSAKey.parse(emulator.sender().privateJwk())
                .getPrivateExponent()
                .toString();
        assertThat(emulator.sender().privateJwk()).contains(d);
        assertThat(emulator.sender().toString()).doesNotContain(d).contains("310332216");
    }

    @Test
    void whatIsSuspendedDoesNotAnswerUntilItIsResumed() {
        String uri = emulator.maskinportenIssuer() + "jwk";
        emulator.suspend();
        try {
            assertThat(emulator.maskinportenIssuer() + "jwk").isEqualTo(uri);
            assertThatThrownBy(() -> HttpAnswer.get(uri))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasCauseInstanceOf(IOException.class);
        } finally {
            emulator.resume();
        }
        assertThat(HttpAnswer.get(uri).status()).isEqualTo(200);
    }

    @Test
    void suspendingAndResumingTwiceIsLikeOnce() {
        String uri = emulator.maskinportenIssuer() + "jwk";
        emulator.resume();
        emulator.suspend();
        try {
            emulator.suspend();
            assertThat(emulator.maskinportenIssuer() + "jwk").isEqualTo(uri);
            assertThatThrownBy(() -> HttpAnswer.get(uri)).isInstanceOf(UncheckedIOException.class);
        } finally {
            emulator.resume();
        }
        emulator.resume();
        assertThat(emulator.maskinportenIssuer() + "jwk").isEqualTo(uri);
        assertThat(HttpAnswer.get(uri).status()).isEqualTo(200);
    }

    @Test
    void aStartOnAPortInUseLeavesNothingRunning() {
        int port = URI.create(emulator.platformUrl()).getPort();
        long before = threads();
        assertThatThrownBy(() -> AltinnEmulator.start(port))
                .isInstanceOf(PortInUseException.class)
                .hasMessageStartingWith("Port " + port + " on 127.0.0.1 is in use");
        // threads end some time after they were told to
        await().untilAsserted(() -> assertThat(threads()).isLessThanOrEqualTo(before));
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("altinn-emulator-broker"))
                .count();
    }

    @Test
    void anAnswerLostOnTheWayHasUsedTheGrant() {
        Grant grant = grant(emulator.sender(), BOTH);
        emulator.faults().next(Operation.MASKINPORTEN_TOKEN, Fault.resetAfterEffect());
        assertThatThrownBy(grant::send).isInstanceOf(UncheckedIOException.class);
        grant.send().isRefused(400, "invalid_grant", "Grant is used before", "MP-012");
    }

    @Test
    void faultsTakeThePlaceOfMaskinportensAnswers() {
        String large = "{\"access_token\":\"" + "x".repeat(4 * 1024 * 1024) + "\"}";
        emulator.faults().next(Operation.MASKINPORTEN_TOKEN, Fault.answer(200, "application/json", large));
        assertThat(grant(emulator.sender(), BOTH).send().body()).hasSameSizeAs(large);
        emulator.faults().next(Operation.TOKEN_EXCHANGE, Fault.answer(200, "text/plain", "\"a.b.c\"\n"));
        assertThat(HttpAnswer.get(emulator.platformUrl() + "/authentication/api/v1/exchange/maskinporten")
                        .body())
                .isEqualTo("\"a.b.c\"\n");
        emulator.faults()
                .next(
                        Operation.MASKINPORTEN_TOKEN,
                        Fault.status(503).header("Retry-After", "1").header("Date", "Thu, 01 Jan 1970 00:00:00 GMT"));
        HttpAnswer unavailable = grant(emulator.sender(), BOTH).send();
        assertThat(unavailable.status()).isEqualTo(503);
        assertThat(unavailable.header("Retry-After")).isEqualTo("1");
        assertThat(unavailable.response().headers().allValues("Date")).containsExactly("Thu, 01 Jan 1970 00:00:00 GMT");
    }
}
