package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.AltinnExtension;
import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** What a 401 of the Broker costs: a new token and one repetition if the token was refused, nothing if access was. */
class RefusedTokenTest {

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    private CamelWithAltinn camel;
    private ProducerTemplate template;

    @BeforeEach
    void start() {
        altinn.emulator().rateLimits().enabled(false);
        camel = new CamelWithAltinn(altinn.service());
        camel.start();
        template = camel.template();
    }

    @AfterEach
    void stop() {
        camel.close();
    }

    private void send(Object body) throws Exception {
        send(altinn.service().sender(), body);
    }

    private void send(AltinnAccount account, Object body) throws Exception {
        String uri = camel.uri(account) + "&disableVirusScan=true&sender=" + account.organization() + "&recipients="
                + altinn.service().recipient().organization();
        Exception failure = template.request(uri, exchange -> {
                    exchange.getMessage().setBody(body);
                    exchange.getMessage().setHeader(Exchange.FILE_NAME, "a.txt");
                })
                .getException();
        if (failure != null) {
            throw failure;
        }
    }

    private static int count(Operation operation) {
        return altinn.emulator().recorder().count(operation);
    }

    private static List<String> tokens(Operation operation) {
        return altinn.emulator().recorder().calls(operation).stream()
                .map(call -> call.header("Authorization"))
                .toList();
    }

    private static void refuse(Operation operation, int times) {
        altinn.emulator()
                .faults()
                .next(operation, times, Fault.status(401).header("WWW-Authenticate", "Bearer error=\"invalid_token\""));
    }

    @Test
    @Scenario("M-137")
    void aRefusedTokenCostsOneGrantOneExchangeAndOneRepetition() throws Exception {
        send("first");
        altinn.emulator().recorder().clear();
        refuse(Operation.INITIALIZE, 1);

        send("second");

        assertThat(count(Operation.MASKINPORTEN_TOKEN)).isOne();
        assertThat(count(Operation.TOKEN_EXCHANGE)).isOne();
        assertThat(tokens(Operation.INITIALIZE)).hasSize(2).doesNotHaveDuplicates();
        assertThat(tokens(Operation.UPLOAD))
                .containsExactly(tokens(Operation.INITIALIZE).get(1));
    }

    @Test
    @Scenario("M-138")
    void aTokenThatIsAlwaysRefusedIsTriedOnceMoreAndThenFails() {
        refuse(Operation.INITIALIZE, 10);

        assertThatThrownBy(() -> send("never")).isInstanceOfSatisfying(AltinnBrokerException.class, failure -> {
            assertThat(failure.getHttpResponseCode()).isEqualTo(401);
            assertThat(failure).hasMessageContaining("same environment");
        });

        assertThat(tokens(Operation.INITIALIZE)).hasSize(2).doesNotHaveDuplicates();
        assertThat(count(Operation.MASKINPORTEN_TOKEN)).isEqualTo(2);
    }

    /** The Broker looks at the token before it asks for the body, so that nothing of the stream has been read. */
    @Test
    void aStreamThatCanBeReadOnceIsSentWithANewTokenIfTheBrokerDidNotWantTheBody() throws Exception {
        refuse(Operation.UPLOAD, 1);

        send(new ByteArrayInputStream("once".getBytes(StandardCharsets.UTF_8)));

        assertThat(tokens(Operation.UPLOAD)).hasSize(2).doesNotHaveDuplicates();
        assertThat(count(Operation.MASKINPORTEN_TOKEN)).isEqualTo(2);
    }

    @Test
    @Scenario("M-139")
    void aStreamThatWasReadIsNotSentAgainButTheNextTryHasANewToken() throws Exception {
        altinn.emulator().faults().next(Operation.UPLOAD, Fault.answerAfterEffect(401, "text/plain", ""));

        assertThatThrownBy(() -> send(new ByteArrayInputStream("once".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOfSatisfying(AltinnBrokerException.class, failure -> {
                    assertThat(failure.getHttpResponseCode()).isEqualTo(401);
                    assertThat(failure).hasMessageContaining("cannot be sent twice");
                });
        assertThat(count(Operation.UPLOAD)).isOne();

        send("next");
        assertThat(tokens(Operation.UPLOAD)).hasSize(2).doesNotHaveDuplicates();
        assertThat(count(Operation.MASKINPORTEN_TOKEN)).isEqualTo(2);
    }

    @Test
    void aBodyThatCanBeReadTwiceIsSentAgain() throws Exception {
        refuse(Operation.UPLOAD, 1);
        send("twice");
        assertThat(tokens(Operation.UPLOAD)).hasSize(2).doesNotHaveDuplicates();
        assertThat(count(Operation.INITIALIZE)).isOne();
    }

    /** BRO-00006 comes as 401, too, but the token is good. */
    @Test
    void refusedAccessIsNeitherRepeatedNorMendedWithANewToken() {
        altinn.emulator().broker().policy().deny(altinn.service().sender().organization());
        try {
            for (int i = 1; i <= 3; i++) {
                assertThatThrownBy(() -> send("no access"))
                        .isInstanceOfSatisfying(AltinnBrokerException.class, failure -> assertThat(failure.getCode())
                                .isEqualTo("BRO-00006"));
                assertThat(count(Operation.INITIALIZE)).isEqualTo(i);
            }
            assertThat(count(Operation.MASKINPORTEN_TOKEN)).isOne();
            assertThat(count(Operation.TOKEN_EXCHANGE)).isOne();
        } finally {
            altinn.emulator().broker().policy().clear();
        }
    }

    @Test
    @Scenario("M-132")
    void aMissingScopeIsNeitherRepeatedNorMendedWithANewToken() {
        AltinnAccount readOnly = altinn.emulator().addAccount("310332216", "altinn:broker.read");
        String uri = camel.uri(readOnly) + "&scopes=altinn:broker.read&sender=310332216&recipients="
                + altinn.service().recipient().organization();

        Exception failure = template.request(uri, exchange -> {
                    exchange.getMessage().setBody("x");
                    exchange.getMessage().setHeader(Exchange.FILE_NAME, "a.txt");
                })
                .getException();

        assertThat(failure)
                .isInstanceOfSatisfying(AltinnBrokerException.class, ours -> assertThat(ours.getHttpResponseCode())
                        .isEqualTo(403));
        assertThat(count(Operation.INITIALIZE)).isOne();
        assertThat(count(Operation.MASKINPORTEN_TOKEN)).isOne();
    }
}
