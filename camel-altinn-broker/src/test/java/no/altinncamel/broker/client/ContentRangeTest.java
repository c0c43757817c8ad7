package no.altinncamel.broker.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentRangeTest {

    @Test
    void theFormsOfAPartAreRead() {
        assertThat(ContentRange.parse("bytes 5-9/10")).isEqualTo(new ContentRange(5, 9, 10));
        assertThat(ContentRange.parse("Bytes 0-0/*")).isEqualTo(new ContentRange(0, 0, -1));
        assertThat(ContentRange.parse("bytes 0-1677721599999/1677721600000").total())
                .isEqualTo(1_677_721_600_000L);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"bytes */10", "5-9/10", "bytes 5-/10", "items 5-9/10", "bytes 5-9/99999999999999999999"})
    void anythingElseIsNone(String header) {
        assertThat(ContentRange.parse(header)).isNull();
    }
}
