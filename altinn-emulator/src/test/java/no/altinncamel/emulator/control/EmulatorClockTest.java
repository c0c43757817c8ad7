package no.altinncamel.emulator.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class EmulatorClockTest {

    @Test
    void aJobThatFailsDoesNotKeepTheOthersFromRunning() {
        EmulatorClock clock = new EmulatorClock();
        List<String> ran = new ArrayList<>();
        clock.onAdvance(() -> {
            throw new IllegalStateException("first");
        });
        clock.onAdvance(() -> ran.add("second"));
        clock.onAdvance(() -> {
            throw new IllegalStateException("third");
        });
        assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(1)))
                .hasMessage("first")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThat(ran).containsExactly("second");
    }
}
