package no.altinncamel.emulator;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import no.altinncamel.emulator.http.PortInUseException;

/** Runs the emulator as a program and prints what a client needs to know of it. */
public final class EmulatorMain {

    private static final String EVENTS_SCOPE = "altinn:events.subscribe";
    private static final int DEFAULT_PORT = 8800;
    private static final int HIGHEST_PORT = 65535;
    private static final String PORT = "--port";
    private static final String KEYS = "--keys";
    private static final List<String> HELP = List.of("--help", "-h");
    private static final String USAGE =
            """
            Usage: java -jar altinn-emulator.jar [--port PORT] [--keys FOLDER]
              --port PORT    port on 127.0.0.1 to listen on; default 8800, 0 for any free one
              --keys FOLDER  where the private keys of the two organisations are written; default altinn-emulator-keys
              --help         prints this and does nothing else
            """;

    private final PrintStream out;
    private final PrintStream err;
    private int port = DEFAULT_PORT;
    private Path keys = Path.of("altinn-emulator-keys");

    EmulatorMain(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) throws InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.countDown();
            awaitQuietly(stopped);
        }));
        int exit;
        try {
            exit = new EmulatorMain(System.out, System.err).run(stop, arguments);
        } finally {
            stopped.countDown();
        }
        if (exit != 0) {
            System.exit(exit);
        }
    }

    /**
     * Runs until it is told to stop.
     *
     * @return exit code: 0, or 2 if the arguments are wrong, or 1 if the emulator cannot run
     */
    int run(CountDownLatch stop, String... arguments) throws InterruptedException {
        if (List.of(arguments).stream().anyMatch(HELP::contains)) {
            out.print(USAGE);
            return 0;
        }
        try {
            read(arguments);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.print(USAGE);
            return 2;
        }
        try (AltinnEmulator emulator = AltinnEmulator.start(port)) {
            letSubscribe(emulator, emulator.sender());
            letSubscribe(emulator, emulator.recipient());
            announce(emulator, AltinnSettings.write(emulator, keys));
            stop.await();
            return 0;
        } catch (PortInUseException e) {
            err.println(e.getMessage() + "; choose another one with " + PORT);
        } catch (IOException e) {
            err.println(KEYS + " " + keys + ": the private keys cannot be written there: " + reason(e));
        } catch (IllegalStateException e) {
            err.println(e.getMessage());
        }
        return 1;
    }

    private void read(String[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            String[] option = arguments[i].split("=", 2);
            if (!option[0].equals(PORT) && !option[0].equals(KEYS)) {
                throw new IllegalArgumentException("Unknown option " + arguments[i]);
            }
            String value;
            if (option.length == 2) {
                value = option[1];
            } else if (++i < arguments.length) {
                value = arguments[i];
            } else {
                throw new IllegalArgumentException(option[0] + " needs a value");
            }
            if (option[0].equals(PORT)) {
                port = port(value);
            } else {
                keys = folder(value);
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
        throw new IllegalArgumentException(PORT + " " + text + " is not a port; use 0 to " + HIGHEST_PORT);
    }

    private static Path folder(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(KEYS + " " + text + " is not a folder: " + e.getReason(), e);
        }
    }

    /** These exceptions' own messages are nothing but the path. */
    private static String reason(IOException e) {
        if (e instanceof FileAlreadyExistsException) {
            return "it is not a folder";
        }
        return e instanceof AccessDeniedException ? "access is denied" : e.toString();
    }

    /** There is no Java here by which a scope could be added later. */
    private static void letSubscribe(AltinnEmulator emulator, AltinnAccount account) {
        emulator.maskinporten()
                .client(account.clientId())
                .scopes("altinn:broker.write", "altinn:broker.read", EVENTS_SCOPE);
        emulator.maskinporten().scope(EVENTS_SCOPE).grantTo(account.organization());
    }

    private void announce(AltinnEmulator emulator, AltinnSettings settings) {
        out.println("# A local Altinn (Maskinporten, token exchange, Broker) listens on " + emulator.platformUrl());
        out.println(
                "# Both organisations may read and write on the resource, and subscribe to its events. Stop it with Ctrl-C; nothing is kept.");
        out.print(settings);
        out.flush();
    }

    /** Lets the emulator remove its files before the machine stops. */
    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
