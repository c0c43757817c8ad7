package no.altinncamel.broker.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

/** How far apart two clocks are, by a date that is cut to seconds and an answer that took its time. */
class PlatformClockTest {

    private static final Instant NOON = Instant.parse("2026-08-18T12:00:00Z");

    private static Duration ahead(double sent, double arrived) {
        return PlatformClock.ahead(NOON, at(sent), at(arrived));
    }

    private static Instant at(double seconds) {
        return NOON.plusMillis(Math.round(seconds * 1000));
    }

    @Test
    void clocksThatMayAgreeAreTakenToAgree() {
        assertThat(ahead(0.2, 0.3)).isZero();
        assertThat(ahead(-30, 0)).isZero();
        assertThat(ahead(-5, 40)).isZero();
        assertThat(ahead(1, 40)).isZero();
    }

    @Test
    void aClockIsAheadIfEvenTheSendingCameAfterTheDate() {
        assertThat(ahead(61, 62)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void aClockIsBehindIfEvenTheArrivalCameBeforeTheDate() {
        assertThat(ahead(-70, -60)).isEqualTo(Duration.ofSeconds(-60));
    }
}
