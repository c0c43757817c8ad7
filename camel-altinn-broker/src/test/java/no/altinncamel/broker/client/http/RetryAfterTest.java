package no.altinncamel.broker.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private final Clock clock = Clock.fixed(Instant.parse("2026-08-18T11:40:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "' 17 ', PT17S",
        "999999999, PT999999999S",
        "'Tue, 18 Aug 2026 11:40:51 GMT', PT51S",
        "'Tue, 18 Aug 2026 11:39:00 GMT', PT0S"
    })
    void bothFormsAreRead(String header, Duration expected) {
        assertThat(RetryAfter.parse(header, clock)).isEqualTo(expected);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"-1", "1.5", "soon", "9999999999", "Tue, 99 Aug 2026 11:40:51 GMT"})
    void anythingElseIsNone(String header) {
        assertThat(RetryAfter.parse(header, clock)).isNull();
    }

    @Test
    void aDateIsAnInstant() {
        assertThat(RetryAfter.date("Tue, 18 Aug 2026 11:40:51 GMT")).isEqualTo("2026-08-18T11:40:51Z");
        assertThat(RetryAfter.date(null)).isNull();
    }
}
