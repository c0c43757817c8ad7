package no.altinncamel.broker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is noted of a download that is not complete. */
class PartMapTest {

    private static final UUID ID = UUID.randomUUID();
    private static final String MD5 = "5d41402abc4b2a76b9719d911017c592";

    private static PartMap map() {
        return new PartMap(
                ID, 100, MD5, List.of(new PartMap.Part(0, 40, 40), new PartMap.Part(40, 55, 80), part(80, 80, 100)));
    }

    private static PartMap.Part part(long first, long position, long end) {
        return new PartMap.Part(first, position, end);
    }

    @ParameterizedTest
    @CsvSource({"10, 3, 0 4 7", "1, 1, 0", "8, 4, 0 2 4 6", "1000000000000, 2, 0 500000000000"})
    void theFileIsSharedOutEvenly(long length, int count, String starts) {
        PartMap map = PartMap.of(ID, length, MD5, count);
        assertThat(map.parts())
                .extracting(PartMap.Part::first)
                .map(String::valueOf)
                .containsExactly(starts.split(" "));
        assertThat(map.present()).isZero();
        assertThat(map.extent()).isZero();
    }

    @Test
    void itKnowsWhatHasCome() {
        assertThat(map().present()).isEqualTo(55);
        assertThat(PartMap.prefix(map().parts())).isEqualTo(55);
        assertThat(map().extent()).isEqualTo(55);
        assertThat(map().joined().parts()).containsExactly(part(0, 55, 100));
        PartMap gap = map().with(List.of(part(0, 10, 40), part(40, 80, 80), part(80, 90, 100)));
        assertThat(gap.present()).isEqualTo(60);
        assertThat(PartMap.prefix(gap.parts())).isEqualTo(10);
        assertThat(gap.extent()).isEqualTo(90);
    }

    @Test
    void itIsReadAsItWasWritten() {
        assertThat(PartMap.of(map().text())).isEqualTo(map());
        PartMap unverified = PartMap.of(ID, 5, null, 1);
        assertThat(PartMap.of(unverified.text())).isEqualTo(unverified);
    }

    @Test
    void itBelongsToOneFile() {
        assertThat(map().isOf(PartMap.of(ID, 100, MD5.toUpperCase(java.util.Locale.ROOT) + " ", 7)))
                .isTrue();
        assertThat(map().isOf(PartMap.of(UUID.randomUUID(), 100, MD5, 3))).isFalse();
        assertThat(map().isOf(PartMap.of(ID, 101, MD5, 3))).isFalse();
        assertThat(map().isOf(PartMap.of(ID, 100, MD5.replace('5', '6'), 3))).isFalse();
        assertThat(map().isOf(PartMap.of(ID, 100, null, 3))).isFalse();
    }

    @Test
    void noBitOfItCanChangeUnnoticed() {
        String text = map().text();
        for (int i = 0; i < text.length(); i++) {
            String damaged = text.substring(0, i) + (char) (text.charAt(i) ^ 1) + text.substring(i + 1);
            assertThatThrownBy(() -> PartMap.of(damaged)).isInstanceOf(IllegalArgumentException.class);
            String cut = text.substring(0, i);
            assertThatThrownBy(() -> PartMap.of(cut)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 60;60 60 90", "0 0 60;50 50 100", "0 61 60;60 60 100", "0 0 60;60 59 100", ""})
    void partsMakeUpTheFile(String parts) {
        List<PartMap.Part> list = java.util.Arrays.stream(parts.split(";"))
                .filter(part -> !part.isEmpty())
                .map(part -> part.split(" "))
                .map(part -> part(Long.parseLong(part[0]), Long.parseLong(part[1]), Long.parseLong(part[2])))
                .toList();
        assertThatThrownBy(() -> new PartMap(ID, 100, MD5, list)).isInstanceOf(IllegalArgumentException.class);
    }
}
