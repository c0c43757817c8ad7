package no.altinncamel.emulator;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * Gives a test class an Altinn: {@code @RegisterExtension static final AltinnExtension altinn = new AltinnExtension();}
 * <p>
 * It is an emulator of its own for each test class, whose faults, recordings and rate limit counters are cleared before each
 * test. With {@code -Daltinn.instance.type=remote -Daltinn.settings=my.properties} the same tests run against the environment
 * that the file describes (see {@link AltinnSettings}); tests that ask for {@link #emulator()} are then skipped.
 */
public final class AltinnExtension implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    /** {@code embedded} (default) or {@code remote}. */
    public static final String INSTANCE_TYPE = "altinn.instance.type";
    /** Path of the properties file that describes the remote environment. */
    public static final String SETTINGS = "altinn.settings";

    private AltinnService service;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        service = open();
    }

    /** The service that the system properties ask for. */
    static AltinnService open() throws IOException {
        String type = System.getProperty(INSTANCE_TYPE, "embedded");
        return switch (type) {
            case "embedded" -> AltinnEmulator.start();
            case "remote" -> {
                String settings = System.getProperty(SETTINGS);
                if (settings == null) {
                    throw new IllegalArgumentException("-D" + INSTANCE_TYPE + "=remote needs -D" + SETTINGS
                            + "=FILE, a properties file that describes the environment");
                }
                yield RemoteAltinn.of(Path.of(settings));
            }
            default ->
                throw new IllegalArgumentException(
                        "-D" + INSTANCE_TYPE + "=" + type + " is not known; use embedded or remote");
        };
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (service instanceof AltinnEmulator emulator) {
            emulator.faults().clear();
            emulator.recorder().clear();
            emulator.rateLimits().clear();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (service != null) {
            service.close();
            service = null;
        }
    }

    /** The environment of this test class. */
    public AltinnService service() {
        if (service == null) {
            throw new IllegalStateException(
                    "The extension must be registered in a static field with @RegisterExtension");
        }
        return service;
    }

    /** The emulator, for tests that control it; a test that asks for it is skipped in a remote environment. */
    public AltinnEmulator emulator() {
        if (service() instanceof AltinnEmulator emulator) {
            return emulator;
        }
        throw new TestAbortedException("This test controls the emulator and cannot run in a remote environment");
    }
}
