package no.altinncamel.examples.requestanswer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.examples.demo.LocalAltinn;
import no.altinncamel.examples.demo.Partner;

class RequestAnswerTest {

    @Test
    void eachRequestIsAnsweredOrRefusedUnderItsReference(@TempDir Path folder) throws Exception {
        RequestAnswerDemo.run(folder);
    }

    @Test
    void anAnswerThatNobodyAskedForIsPutAside(@TempDir Path folder) throws Exception {
        try (LocalAltinn altinn = LocalAltinn.in(folder);
                Partner authority = altinn.partner(altinn.emulator().recipient())) {
            AltinnAccount account = altinn.emulator().sender();
            Main requester = RequestAnswerDemo.start(RequesterApplication.application(), altinn, account);
            try {
                String id = authority.send(
                        account.organization(),
                        "answer.txt",
                        "42",
                        Map.of(Letters.TYPE, Letters.ANSWER, Letters.OUTCOME, Letters.ANSWERED));
                altinn.awaitConfirmed(1);
                assertEquals(
                        "42", Files.readString(folder.resolve("data/unexpected").resolve(id)));
            } finally {
                requester.stop();
            }
        }
    }
}
