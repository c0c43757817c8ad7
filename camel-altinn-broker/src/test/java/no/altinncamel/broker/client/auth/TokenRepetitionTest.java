package no.altinncamel.broker.client.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Clock;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.broker.client.auth.TokenException.Category;
import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.control.Fault;

/** Which refusals are tried again at once, which are remembered, and how they are told. */
class TokenRepetitionTest extends WithEmulator {

    @ParameterizedTest
    @CsvSource({"MP-200, 10", "MP-121, 10", "MP-251, 30", "MP-303, 30"})
    void aRefusalIsRememberedForAWhileAndThenAskedAnew(String code, int seconds) {
        MaskinportenTokenProvider provider = provider();
        Identity identity = direct().build();
        nextGrant(refusal(code, "no"));
        TokenException first = failure(provider, identity);

        advance(Duration.ofSeconds(seconds).minusMillis(1));
        TokenException again = failure(provider, identity);

        assertThat(again).hasMessage(first.getMessage()).isNotSameAs(first);
        assertThat(again.code()).isEqualTo(code);
        assertThat(again.retryable()).isFalse();
        assertThat(grants()).isOne();
        assertThat(provider.get(direct().scopes("altinn:broker.read").build())).isNotNull();
        advance(Duration.ofMillis(1));
        provider.get(identity);
    }

    @Test
    void aRefusalIsReportedInOneSentenceWithCodeTraceAndMend() {
        nextGrant(refusal("MP-200", "Token request contains invalid scopes for client, altinn:broker.write"));

        TokenException failure = failure(provider(), direct().build());

        assertThat(failure)
                .hasMessageContaining("at 127.0.0.1:")
                .hasMessageContaining("HTTP 400 MP-200 Token request contains invalid scopes")
                .hasMessageContaining("(trace id 4f0e3c1b9a7d4a54b1c7e9d2f6a80c13)")
                .hasMessageContaining("add it to the client at")
                .hasMessageContaining(emulator.sender().clientId())
                .hasMessageNotContaining("\n");
        assertThat(failure.traceId()).isEqualTo("4f0e3c1b9a7d4a54b1c7e9d2f6a80c13");
        assertThat(failure.title()).isEqualTo("invalid_grant");
    }

    @Test
    void aReplayIsTriedOnceMoreAndNotForEver() {
        nextGrant(refusal("MP-012", "Grant is used before"));
        provider().get(direct().build());
        assertThat(grants()).isEqualTo(2);

        nextGrants(2, refusal("MP-012", "Grant is used before"));
        TokenException failure = failure(provider(), direct().build());
        assertThat(failure.category()).isEqualTo(Category.REPLAY);
        assertThat(grants()).isEqualTo(4);
    }

    @Test
    @Scenario("M-79")
    void aClockThatIsAMinuteSlowIsTolerated() {
        provider(Duration.ofSeconds(-60)).get(direct().build());

        assertThat(grants()).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 7200, -180, -86400})
    @Scenario("M-80")
    void aWrongClockIsMeasuredReportedAndCorrected(int seconds) throws Exception {
        try (LogCapture log = LogCapture.of(ServerTime.class)) {
            MaskinportenTokenProvider provider = provider(Duration.ofSeconds(seconds));

            provider.get(exchanged().build());
            assertThat(grants()).isEqualTo(2);
            provider.get(direct().build());
            assertThat(grants()).isEqualTo(3);

            assertThat(log.text()).containsOnlyOnce("WARN").containsOnlyOnce("clock is");
            Matcher figure = Pattern.compile("clock is (\\d+) s (ahead of|behind) that of 127.0.0.1")
                    .matcher(log.text());
            assertThat(figure.find()).isTrue();
            assertThat(Integer.parseInt(figure.group(1))).isCloseTo(Math.abs(seconds), within(30));
            assertThat(figure.group(2)).isEqualTo(seconds > 0 ? "ahead of" : "behind");
        }
    }

    @Test
    void aComplaintOfTheClockThatTheDatesDoNotBearOutIsToldAsThat() {
        nextGrants(2, refusal("MP-130", "JWT is expired"));

        TokenException failure = failure(provider(), direct().build());

        assertThat(failure.category()).isEqualTo(Category.CLOCK);
        assertThat(failure).hasMessageContaining("the clocks agree now");
        assertThat(grants()).isEqualTo(2);
    }

    /** A provider whose clock is wrong by so much. */
    private MaskinportenTokenProvider provider(Duration wrongBy) {
        return opened(builder(transport, Runnable::run)
                .clock(Clock.offset(time, wrongBy))
                .build());
    }

    private static Fault refusal(String code, String description) {
        String uri = code == null ? "" : ",\"error_uri\":\"" + emulator.maskinportenIssuer() + "errors/" + code + "\"";
        return Fault.answer(
                400,
                "application/json",
                "{\"error\":\"invalid_grant\",\"error_description\":\"" + description
                        + " (trace_id: 4f0e3c1b9a7d4a54b1c7e9d2f6a80c13)\"" + uri + "}");
    }
}
