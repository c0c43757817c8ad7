package no.altinncamel.examples.requestanswer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.main.Main;

import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.broker.Transfer;
import no.altinncamel.examples.demo.Demo;
import no.altinncamel.examples.demo.LocalAltinn;

/** One application asks three questions, the other answers two of them and refuses one; Altinn is played by the emulator. */
public final class RequestAnswerDemo {

    private RequestAnswerDemo() {}

    public static void main(String[] arguments) {
        Demo.main(RequestAnswerDemo::run);
    }

    static void run(Path folder) throws Exception {
        try (LocalAltinn altinn = LocalAltinn.in(folder)) {
            altinn.lay("data/requests/case-1.txt", "986252932");
            altinn.lay("data/requests/case-2.txt", "974760673");
            altinn.lay("data/requests/case-3.txt", "920866106");
            Main responder = start(
                    ResponderApplication.application(),
                    altinn,
                    altinn.emulator().recipient());
            Main requester = start(
                    RequesterApplication.application(),
                    altinn,
                    altinn.emulator().sender());
            try {
                LocalAltinn.await(
                        "every request has its answer",
                        () -> contents(folder, "answered").size()
                                        + contents(folder, "refused").size()
                                == 3);
                altinn.awaitConfirmed(6);
            } finally {
                requester.stop();
                responder.stop();
            }
            verify(altinn);
        }
    }

    static Main start(Main application, LocalAltinn altinn, AltinnAccount account) throws Exception {
        Properties settings = altinn.settings(account);
        settings.setProperty("folder", altinn.folder().resolve("data").toString());
        settings.setProperty("pause", "1500");
        application.setOverrideProperties(settings);
        application.start();
        return application;
    }

    private static void verify(LocalAltinn altinn) throws Exception {
        for (Transfer transfer : altinn.confirmed()) {
            Demo.say(
                    "  %s  %s to %s  %s",
                    transfer.sendersFileTransferReference(),
                    transfer.sender(),
                    transfer.recipients().get(0).recipient(),
                    transfer.propertyList().get(Letters.TYPE));
        }
        Map<String, String> answered = contents(altinn.folder(), "answered");
        Map<String, String> refused = contents(altinn.folder(), "refused");
        Demo.say("Answered: %s", answered);
        Demo.say("Refused: %s", refused);
        require(answered.equals(
                Map.of("case-1.txt", "All taxes are paid.", "case-2.txt", "There are taxes to be paid.")));
        require(refused.equals(Map.of("case-3.txt", "There is no such organisation.")));
        require(contents(altinn.folder(), "waiting").isEmpty());
        require(contents(altinn.folder(), "unexpected").isEmpty());
        Demo.say("Nobody waits for an answer any more.");
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new AssertionError("This is not what was to come of three requests");
        }
    }

    /** What is in a folder of the requester, by file name. */
    private static Map<String, String> contents(Path folder, String name) throws Exception {
        Path contents = folder.resolve("data").resolve(name);
        if (!Files.isDirectory(contents)) {
            return Map.of();
        }
        try (Stream<Path> files = Files.list(contents)) {
            List<Path> found = files.toList();
            return found.stream()
                    .collect(Collectors.toMap(file -> file.getFileName().toString(), LocalAltinn::content));
        }
    }
}
