package no.altinncamel.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

import no.altinncamel.emulator.broker.Environment;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;
import no.altinncamel.emulator.maskinporten.HttpAnswer;

class AltinnExtensionTest {

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    private static String platformUrl;

    @TempDir
    Path folder;

    @BeforeAll
    static void rememberTheEmulator() {
        platformUrl = altinn.service().platformUrl();
    }

    @AfterEach
    void backToEmbedded() {
        System.clearProperty(AltinnExtension.INSTANCE_TYPE);
        System.clearProperty(AltinnExtension.SETTINGS);
    }

    private static boolean answers(String url) {
        return HttpAnswer.get(url + "/jwk").status() == 200;
    }

    @Nested
    class Inside {

        @Test
        void aNestedClassHasTheSameEmulator() {
            assertThat(altinn.service().platformUrl()).isEqualTo(platformUrl);
        }

        @Nested
        class FurtherInside {

            @Test
            void andSoHasOneInsideIt() {
                assertThat(altinn.service().platformUrl()).isEqualTo(platformUrl);
            }
        }
    }

    @Test
    void theEmulatorIsClosedWithTheOutermostClass() throws IOException {
        AltinnExtension extension = new AltinnExtension();
        extension.beforeAll(null);
        AltinnService first = extension.service();
        extension.beforeAll(null);
        assertThat(extension.service()).isSameAs(first);
        extension.afterAll(null);
        assertThat(extension.service()).isSameAs(first);
        assertThat(answers(first.platformUrl())).isTrue();
        extension.afterAll(null);
        assertThatThrownBy(() -> answers(first.platformUrl())).hasCauseInstanceOf(ConnectException.class);
        assertThatThrownBy(extension::service).hasMessageContaining("@RegisterExtension");
        extension.beforeAll(null);
        assertThat(answers(extension.service().platformUrl())).isTrue();
        extension.afterAll(null);
    }

    @Test
    void everySettingIsResetBeforeATest() {
        AltinnEmulator emulator = altinn.emulator();
        emulator.clock().freeze();
        emulator.clock().advance(Duration.ofDays(3));
        emulator.faults().next(Operation.LIST, Fault.status(503));
        emulator.rateLimits().limit(Operation.LIST, 0);
        emulator.rateLimits().retryAfter(false);
        emulator.rateLimits().enabled(false);
        emulator.broker().environment(Environment.PRODUCTION);
        emulator.broker().policy().failing(true);
        emulator.broker().scanner().hold();
        emulator.broker().addResource("stays");
        emulator.suspend();

        altinn.beforeEach(null);

        assertThat(Duration.between(Instant.now(), emulator.clock().instant()).abs())
                .isLessThan(Duration.ofDays(1));
        assertThat(emulator.faults().waiting(Operation.LIST)).isZero();
        assertThat(emulator.rateLimits().retryAfter()).isTrue();
        assertThat(emulator.rateLimits().refuse(Operation.LIST, "client")).isEqualTo(OptionalLong.empty());
        for (int i = 1; i < 10; i++) {
            emulator.rateLimits().refuse(Operation.LIST, "client");
        }
        assertThat(emulator.rateLimits().refuse(Operation.LIST, "client")).isPresent();
        assertThat(emulator.broker().resource("stays")).isNotNull();
        assertThat(answers(emulator.platformUrl())).isTrue();
        assertThat(emulator.recorder().calls()).hasSize(1);
    }

    @Test
    void aRemoteEnvironmentIsReadFromAFileAndCannotBeControlled() throws IOException {
        Path file = RemoteAltinnTest.write(folder, AltinnSettings.write(altinn.emulator(), folder));
        System.setProperty(AltinnExtension.INSTANCE_TYPE, "remote");
        AltinnExtension extension = new AltinnExtension();
        assertThatThrownBy(() -> extension.beforeAll(null)).hasMessageContaining("-Daltinn.settings=FILE");
        extension.afterAll(null);

        System.setProperty(AltinnExtension.SETTINGS, file.toString());
        extension.beforeAll(null);
        extension.beforeEach(null);
        assertThat(extension.service().platformUrl()).isEqualTo(altinn.service().platformUrl());
        assertThatThrownBy(extension::emulator).isInstanceOf(TestAbortedException.class);
        extension.afterAll(null);
    }

    @Test
    void anUnknownTypeOfInstanceIsNamed() {
        System.setProperty(AltinnExtension.INSTANCE_TYPE, "cloud");
        assertThatThrownBy(() -> new AltinnExtension().beforeAll(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("altinn.instance.type=cloud");
    }
}
