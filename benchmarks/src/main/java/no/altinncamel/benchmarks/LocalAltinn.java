package no.altinncamel.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.AltinnEmulator;
import no.altinncamel.emulator.AltinnSettings;

/**
 * The program in which the emulator runs, so that it shares neither heap nor threads with what is measured. It keeps nothing of a
 * file but its length. It does what the lines that it reads say, answers each with a line, and ends with its input.
 */
final class LocalAltinn {

    private static final Duration LONG_AFTER = Duration.ofDays(60);

    private final AltinnEmulator altinn;

    private LocalAltinn(AltinnEmulator altinn) {
        this.altinn = altinn;
    }

    /** @param arguments a folder for the keys */
    public static void main(String[] arguments) throws IOException {
        ChildProcess.endWithParent();
        try (AltinnEmulator altinn = AltinnEmulator.start()) {
            altinn.rateLimits().enabled(false);
            altinn.broker().storage().hollow(true);
            LocalAltinn local = new LocalAltinn(altinn);
            AltinnSettings settings = AltinnSettings.write(altinn, Path.of(arguments[0]));
            System.out.print(settings);
            System.out.println("token.sender=" + local.token(altinn.sender()));
            System.out.println("token.recipient=" + local.token(altinn.recipient()));
            System.out.println("ready");
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(local.does(line.split(" ")));
            }
        }
    }

    private String does(String[] words) {
        switch (words[0]) {
            case "limits" -> {
                altinn.rateLimits().clear();
                altinn.rateLimits().enabled(words[1].equals("on"));
            }
            case "sweep" -> sweep();
            case "refused" -> {
                return Long.toString(altinn.recorder().calls().stream()
                        .filter(call -> call.status() == 429)
                        .count());
            }
            default -> throw new IllegalArgumentException(words[0]);
        }
        return "done";
    }

    /** The emulator purges its transfers; back in the present, the tokens are good again. */
    private void sweep() {
        altinn.clock().advance(LONG_AFTER);
        altinn.clock().reset();
        altinn.recorder().clear();
    }

    /** A token as Altinn issues it, for those who do not get one themselves. */
    private String token(AltinnAccount account) {
        return altinn.altinnTokens()
                .sign(Map.of(
                        "iss", altinn.altinnTokens().issuer(),
                        "scope", "altinn:broker.write altinn:broker.read",
                        "client_id", account.clientId(),
                        "urn:altinn:orgNumber", account.organization(),
                        "exp", altinn.clock().instant().plus(Duration.ofDays(1)).getEpochSecond()));
    }
}
