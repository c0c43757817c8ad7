package no.altinncamel.examples.demo;

import java.nio.file.Path;
import java.util.Locale;

/** Shows an application at work against a local Altinn. */
@FunctionalInterface
public interface Demo {

    /**
     * @param  folder    where the demo may do what it wants
     * @throws Exception if anything is not as it should be
     */
    void run(Path folder) throws Exception;

    /** Runs a demo in {@code target/demo} and ends the process: with 0 if all was as it should be. */
    static void main(Demo demo) {
        try {
            demo.run(Path.of("target", "demo").toAbsolutePath());
            System.exit(0);
        } catch (Exception | AssertionError e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
