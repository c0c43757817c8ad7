package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import no.altinncamel.broker.client.auth.MaskinportenTokenProvider;
import no.altinncamel.broker.client.auth.SigningKey;
import no.altinncamel.broker.client.http.HttpSettings;
import no.altinncamel.broker.client.http.HttpTransport;
import no.altinncamel.broker.client.http.RetryPolicy;
import no.altinncamel.emulator.AltinnExtension;
import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.control.EmulatorClock;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** Hours and days of an endpoint's life with its tokens, in the emulator's time, which the token cache shares. */
class TokenOutageTest {

    private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(30);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);
    private static final RetryPolicy THREE_QUICK_ATTEMPTS =
            new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofSeconds(30));

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    private HttpTransport transport;
    private MaskinportenTokenProvider tokens;
    private CamelWithAltinn camel;
    private ProducerTemplate template;

    @BeforeEach
    void start() {
        altinn.emulator().rateLimits().enabled(false);
        EmulatorClock clock = altinn.emulator().clock();
        clock.freeze();
        transport = HttpTransport.of(HttpSettings.builder().build());
        // fetches in the thread that asks, so that all is done when a call returns
        tokens = MaskinportenTokenProvider.builder(
                        transport, SigningKey.fromJwk(altinn.service().sender().privateJwk(), null), Runnable::run)
                .clock(clock)
                .nanoTime(() -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant()))
                .retryPolicy(THREE_QUICK_ATTEMPTS)
                .build();
        camel = new CamelWithAltinn(altinn.service());
        camel.getRegistry().bind("tokens", tokens);
        camel.start();
        template = camel.template();
    }

    @AfterEach
    void stop() {
        camel.close();
        tokens.close();
        transport.close();
        altinn.emulator().clock().reset();
    }

    private String uri(String options) {
        return "altinn-broker:" + altinn.service().resourceId() + "?tokenProvider=#bean:tokens&clientId="
                + altinn.service().sender().clientId() + options;
    }

    private Exception send() {
        String uri = uri("&disableVirusScan=true&sender="
                + altinn.service().sender().organization() + "&recipients="
                + altinn.service().recipient().organization());
        return template.request(uri, exchange -> {
                    exchange.getMessage().setBody("hello");
                    exchange.getMessage().setHeader(Exchange.FILE_NAME, "a.txt");
                })
                .getException();
    }

    private static int count(Operation operation) {
        return altinn.emulator().recorder().count(operation);
    }

    private static void maskinportenIsDown() {
        altinn.emulator().faults().next(Operation.MASKINPORTEN_TOKEN, 100_000, Fault.status(503));
    }

    @Test
    @Scenario("M-101")
    void noTransferFailsWhileMaskinportenIsDownForTenMinutesAndATokenIsValid() {
        assertThat(send()).isNull();
        altinn.emulator().recorder().clear();
        // to the last ten minutes and a half of the token, where it is due for renewal
        altinn.emulator().clock().advance(TOKEN_LIFETIME.minusSeconds(630));
        maskinportenIsDown();

        for (int second = 0; second < 600; second += 10) {
            assertThat(send()).as("after %s s of outage", second).isNull();
            altinn.emulator().clock().advance(Duration.ofSeconds(10));
        }

        int attempts = count(Operation.MASKINPORTEN_TOKEN);
        System.out.printf("10 minutes without Maskinporten: 60 transfers, 0 failed, %d attempts to renew%n", attempts);
        assertThat(count(Operation.UPLOAD)).isEqualTo(60);
        // three tries for each renewal in the last five minutes, at most one renewal for each call for a token
        assertThat(attempts).isBetween(3, 3 * 2 * 30);
        altinn.emulator().faults().clear();
        altinn.emulator().clock().advance(LONGEST_BACKOFF);
        assertThat(send()).isNull();
    }

    @Test
    @Scenario({"M-102", "M-103"})
    void aLongerOutageFailsFastWithTheReasonAndEndsWithinOneBackoff() {
        assertThat(send()).isNull();
        altinn.emulator().clock().advance(TOKEN_LIFETIME);
        altinn.emulator().recorder().clear();
        maskinportenIsDown();

        for (int i = 0; i < 20; i++) {
            assertThat(send()).isInstanceOfSatisfying(AltinnBrokerException.class, failure -> {
                assertThat(failure.getHttpResponseCode()).isEqualTo(503);
                assertThat(failure.isRetryable()).isTrue();
                assertThat(failure).hasMessageContaining("token request to Maskinporten");
            });
        }
        assertThat(count(Operation.MASKINPORTEN_TOKEN))
                .as("one caller tries three times, the others get its failure")
                .isEqualTo(3);

        // an hour of it makes the pauses as long as they get
        for (int minute = 0; minute < 60; minute++) {
            altinn.emulator().clock().advance(Duration.ofMinutes(1));
            assertThat(send()).isNotNull();
        }
        altinn.emulator().faults().clear();
        altinn.emulator().clock().advance(LONGEST_BACKOFF);
        assertThat(send()).isNull();
        assertThat(count(Operation.UPLOAD)).isOne();
    }

    /** Tokens are renewed after three quarters of 119 s, or five minutes before the end of 30 min. */
    @ParameterizedTest
    @CsvSource({"false, 45, 960", "true, 300, 58"})
    void inADayNoCallIsEverSentWithADeadToken(boolean exchange, int secondsBetweenCalls, int grants) {
        Duration step = Duration.ofSeconds(secondsBetweenCalls);
        int calls = (int) Duration.ofDays(1).dividedBy(step);
        String uri = uri("&operation=list&exchange=" + exchange);

        for (int i = 0; i < calls; i++) {
            assertThat(template.requestBody(uri, (Object) null)).isInstanceOf(List.class);
            altinn.emulator().clock().advance(step);
        }

        System.out.printf(
                "A day at %s tokens: %d calls, %d grants, %d exchanges%n",
                exchange ? "30 min" : "119 s",
                calls,
                count(Operation.MASKINPORTEN_TOKEN),
                count(Operation.TOKEN_EXCHANGE));
        assertThat(altinn.emulator().recorder().calls(Operation.LIST))
                .hasSize(calls)
                .allMatch(call -> call.status() == 200);
        assertThat(count(Operation.MASKINPORTEN_TOKEN)).isEqualTo(grants);
        assertThat(count(Operation.TOKEN_EXCHANGE)).isEqualTo(exchange ? grants : 0);
    }
}
