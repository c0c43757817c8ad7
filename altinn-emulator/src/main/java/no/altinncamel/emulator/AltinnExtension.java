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
 * It is an emulator of its own for each test class, which its {@code @Nested} classes share. Before each test it is
 * {@linkplain AltinnEmulator#reset() reset}: clock, faults, recordings, rate limits and all settings are at their defaults, and
 * it listens. Resources, accounts and transfers stay. The reset comes before the test's own {@code @BeforeEach} methods but
 * after {@code @BeforeAll}, so that what is to hold for each test is set in {@code @BeforeEach}. With {@code -Daltinn.instance.type=remote -Daltinn.settings=my.properties} the same tests run against the environment
 * that the file describes (see {@link AltinnSettings}); tests that ask for {@link #emulator()} are then skipped.
 */
public final class AltinnExtension implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    /** {@code embedded} (default) or {@code remote}. */
    public static final String INSTANCE_TYPE = "altinn.instance.type";
    /** Path of the properties file that describes the remote environment. */
    public static final String SETTINGS = "altinn.settings";

    private AltinnService service;
    /** How many classes are being tested: more than one inside a {@code @Nested} class, which is announced like any other. */
    private int depth;

    @Override
    public synchronized void beforeAll(ExtensionContext context) throws IOException {
        // counted first: afterAll is called even if the start fails
        depth++;
        if (service == null) {
            service = open();
        }
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
    public synchronized void beforeEach(ExtensionContext context) {
        if (service instanceof AltinnEmulator emulator) {
            emulator.reset();
        }
    }

    @Override
    public synchronized void afterAll(ExtensionContext context) {
        depth--;
        if (depth == 0 && service != null) {
            service.close();
            service = null;
        }
    }

    /** The environment of this test class. */
    public synchronized AltinnService service() {
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
