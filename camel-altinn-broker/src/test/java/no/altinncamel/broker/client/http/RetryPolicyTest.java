package no.altinncamel.broker.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final RetryPolicy policy =
            new RetryPolicy(10, Duration.ofMillis(200), Duration.ofSeconds(5), Duration.ofSeconds(30));

    @Test
    void pausesGrowTwofoldUpToTheLongest() {
        assertThat(policy.ceiling(1)).isEqualTo(Duration.ofMillis(200));
        assertThat(policy.ceiling(2)).isEqualTo(Duration.ofMillis(400));
        assertThat(policy.ceiling(5)).isEqualTo(Duration.ofMillis(3200));
        assertThat(policy.ceiling(6)).isEqualTo(Duration.ofSeconds(5));
        assertThat(policy.ceiling(1000)).isEqualTo(Duration.ofSeconds(5));
        assertThat(new RetryPolicy(2, HOUR, Duration.ZERO, HOUR).ceiling(1)).isZero();
    }

    @RepeatedTest(20)
    void aPauseIsDrawnBetweenZeroAndItsFullLength() {
        assertThat(policy.pauseBefore(3, Duration.ZERO, null)).isBetween(Duration.ZERO, Duration.ofMillis(800));
    }

    @Test
    void attemptsAndTimeAreLimited() {
        assertThat(policy.pauseBefore(9, Duration.ZERO, null)).isNotNull();
        assertThat(policy.pauseBefore(10, Duration.ZERO, null)).isNull();
        assertThat(policy.pauseBefore(1, Duration.ofSeconds(31), null)).isNull();
        assertThat(RetryPolicy.NONE.pauseBefore(1, Duration.ZERO, null)).isNull();
    }

    @Test
    void aLongerWishOfTheServerIsObeyedIfItFits() {
        assertThat(policy.pauseBefore(1, Duration.ZERO, Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(30));
        assertThat(policy.pauseBefore(1, Duration.ofSeconds(1), Duration.ofSeconds(30)))
                .isNull();
        assertThat(policy.pauseBefore(1, Duration.ZERO, Duration.ZERO)).isNotNull();
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> new RetryPolicy(0, HOUR, HOUR, HOUR)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetryPolicy(1, HOUR.negated(), HOUR, HOUR))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetryPolicy(1, HOUR, HOUR, null)).isInstanceOf(NullPointerException.class);
    }
}
