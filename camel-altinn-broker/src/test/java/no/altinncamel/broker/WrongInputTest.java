package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;

import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import no.altinncamel.broker.client.auth.SigningKey;
import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.AltinnExtension;
import no.altinncamel.emulator.http.Operation;

/** The message that a user sees for each of the mistakes that are made on the first day. */
class WrongInputTest {

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    private CamelWithAltinn camel;
    private AltinnAccount sender;
    private AltinnAccount recipient;

    @BeforeEach
    void start() {
        camel = new CamelWithAltinn(altinn.service());
        camel.start();
        sender = altinn.service().sender();
        recipient = altinn.service().recipient();
    }

    @AfterEach
    void stop() {
        camel.close();
    }

    private String parties() {
        return "&sender=" + sender.organization() + "&recipients=" + recipient.organization();
    }

    private String failure(String uri) {
        return failure(uri, Map.of());
    }

    /** The message of the innermost exception when a file is sent; mistakes in the URI show when the endpoint is made. */
    private String failure(String uri, Map<String, Object> headers) {
        Throwable failure;
        try {
            Map<String, Object> all = new LinkedHashMap<>(Map.of(Exchange.FILE_NAME, "a.txt"));
            all.putAll(headers);
            camel.template().sendBodyAndHeaders(uri, "hello", all);
            throw new AssertionError("It worked");
        } catch (RuntimeException e) {
            failure = e;
        }
        AltinnBrokerException ours = find(failure);
        if (ours != null) {
            return ours.getMessage();
        }
        while (failure.getCause() != null) {
            failure = failure.getCause();
        }
        return failure.getMessage();
    }

    private static AltinnBrokerException find(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AltinnBrokerException ours) {
                return ours;
            }
        }
        return null;
    }

    private void assertNoCall(Operation operation) {
        assertThat(altinn.emulator().recorder().count(operation)).isZero();
    }

    @Test
    void anUnknownOption() {
        assertThat(failure(camel.uri(sender) + parties() + "&recipient=1")).contains("Unknown parameters", "recipient");
        assertNoCall(Operation.MASKINPORTEN_TOKEN);
    }

    @Test
    void aMissingSender() {
        assertThat(failure(camel.uri(sender) + "&recipients=" + recipient.organization()))
                .contains("sender");
        assertNoCall(Operation.MASKINPORTEN_TOKEN);
    }

    @Test
    void noRecipients() {
        assertThat(failure(camel.uri(sender) + "&sender=" + sender.organization()))
                .contains("recipient");
        assertNoCall(Operation.MASKINPORTEN_TOKEN);
    }

    @Test
    void aBadOrganizationNumberInAnOptionOrAHeader() {
        assertThat(failure(camel.uri(sender) + "&sender=31033221&recipients=" + recipient.organization()))
                .contains("sender: '31033221' is not an organisation number", "nine digits");
        assertThat(failure(camel.uri(sender) + parties(), Map.of(AltinnBrokerConstants.RECIPIENTS, "31424437x")))
                .contains("31424437x", "nine digits");
        assertNoCall(Operation.MASKINPORTEN_TOKEN);
    }

    @Test
    void elevenProperties() {
        Map<String, String> properties = new LinkedHashMap<>();
        for (int i = 0; i < 11; i++) {
            properties.put("p" + i, "v");
        }
        assertThat(failure(camel.uri(sender) + parties(), Map.of(AltinnBrokerConstants.PROPERTY_LIST, properties)))
                .contains("11", "10");
        assertNoCall(Operation.MASKINPORTEN_TOKEN);
    }

    @Test
    void aFileNameOf256Characters() {
        assertThat(failure(camel.uri(sender) + parties(), Map.of(AltinnBrokerConstants.FILE_NAME, "x".repeat(256))))
                .contains("256", "255");
        assertNoCall(Operation.MASKINPORTEN_TOKEN);
    }

    @Test
    void aWrongKeyUnderARegisteredKeyId() throws Exception {
        RSAKey other = new RSAKeyGenerator(2048).keyID(sender.keyId()).generate();
        camel.getRegistry().bind("wrongKey", SigningKey.fromJwk(other.toJSONString(), null));
        assertThat(failure("altinn-broker:" + altinn.service().resourceId() + "?clientId=" + sender.clientId()
                        + "&signingKey=#bean:wrongKey" + parties()))
                .contains("MP-124", "Invalid JWT signature")
                .doesNotContain("eyJ");
    }

    @Test
    void aKeyIdThatIsNotRegistered() {
        camel.getRegistry().bind("unknownKey", SigningKey.fromJwk(sender.privateJwk(), "no-such-kid"));
        assertThat(failure("altinn-broker:" + altinn.service().resourceId() + "?clientId=" + sender.clientId()
                        + "&signingKey=#bean:unknownKey" + parties()))
                .contains("Unknown key identifier (kid)");
    }

    @Test
    void anUnknownClient() {
        camel.getRegistry().bind("key", SigningKey.fromJwk(sender.privateJwk(), null));
        assertThat(failure("altinn-broker:" + altinn.service().resourceId()
                        + "?clientId=11111111-2222-3333-4444-555555555555&signingKey=#bean:key" + parties()))
                .contains("MP-100");
        assertNoCall(Operation.INITIALIZE);
    }

    @Test
    void aScopeThatTheClientDoesNotHave() {
        AltinnAccount readOnly = altinn.emulator().addAccount("310332216", "altinn:broker.read");
        assertThat(failure(camel.uri(readOnly) + parties())).contains("MP-200", "altinn:broker.write");
        assertNoCall(Operation.INITIALIZE);
    }

    @Test
    void aTokenWithoutTheScopeOfTheOperation() {
        assertThat(failure(camel.uri(sender) + parties() + "&scopes=altinn:broker.read"))
                .contains("403", "altinn:broker.write");
    }

    @Test
    void noAccessToTheResource() {
        altinn.emulator().broker().addResource("closed");
        AltinnAccount stranger = altinn.emulator().addAccount("991825827", "altinn:broker.write");
        assertThat(failure(camel.uri("closed", stranger) + parties())).contains("BRO-00006", "resource");
        assertThat(altinn.emulator().recorder().count(Operation.INITIALIZE)).isEqualTo(1);
    }

    @Test
    void anUnknownResource() {
        assertThat(failure(camel.uri("my-resorce", sender) + parties())).contains("BRO-00006", "resource");
    }

    @Test
    void altinnIsDown() throws Exception {
        altinn.emulator().suspend();
        try {
            assertThat(failure(camel.uri(sender) + parties())).containsIgnoringCase("refused");
        } finally {
            altinn.emulator().resume();
        }
    }
}
