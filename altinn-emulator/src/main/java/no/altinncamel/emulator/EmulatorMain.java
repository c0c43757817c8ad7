package no.altinncamel.emulator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Runs the emulator as a program and prints what a client needs to know of it. */
public final class EmulatorMain {

    private static final int DEFAULT_PORT = 8800;
    private static final int HIGHEST_PORT = 65535;
    private static final String USAGE =
            """
            Usage: java -jar altinn-emulator.jar [--port PORT] [--keys FOLDER]
              --port PORT    port on 127.0.0.1 to listen on; default 8800, 0 for any free one
              --keys FOLDER  where the private keys of the two organisations are written; default altinn-emulator-keys
            """;

    private int port = DEFAULT_PORT;
    private Path keys = Path.of("altinn-emulator-keys");

    private EmulatorMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        int exit = new EmulatorMain().run(arguments);
        if (exit != 0) {
            System.exit(exit);
        }
    }

    private int run(String[] arguments) throws InterruptedException {
        if (arguments.length == 1 && (arguments[0].equals("--help") || arguments[0].equals("-h"))) {
            System.out.print(USAGE);
            return 0;
        }
        try {
            read(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(USAGE);
            return 2;
        }
        try (AltinnEmulator emulator = AltinnEmulator.start(port)) {
            announce(emulator);
            CountDownLatch stopped = new CountDownLatch(1);
            Thread main = Thread.currentThread();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                stopped.countDown();
                joinQuietly(main);
            }));
            stopped.await();
        } catch (IOException | IllegalStateException e) {
            System.err.println(e.getMessage());
            return 1;
        }
        return 0;
    }

    private void read(String[] arguments) {
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " needs a value");
            }
            switch (arguments[i]) {
                case "--port" -> port = port(arguments[i + 1]);
                case "--keys" -> keys = Path.of(arguments[i + 1]);
                default -> throw new IllegalArgumentException("Unknown option " + arguments[i]);
            }
        }
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= HIGHEST_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below, together with numbers that are out of range
        }
        throw new IllegalArgumentException("--port " + text + " is not a port; use 0 to " + HIGHEST_PORT);
    }

    private void announce(AltinnEmulator emulator) throws IOException {
        System.out.println(
                "# A local Altinn (Maskinporten, token exchange, Broker) listens on " + emulator.platformUrl());
        System.out.println(
                "# Both organisations may read and write on the resource. Stop it with Ctrl-C; nothing is kept.");
        System.out.print(AltinnSettings.write(emulator, keys));
        System.out.flush();
    }

    /** Lets the emulator remove its files before the machine stops. */
    private static void joinQuietly(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
