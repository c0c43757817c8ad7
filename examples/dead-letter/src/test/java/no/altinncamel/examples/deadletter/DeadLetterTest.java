package no.altinncamel.examples.deadletter;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLetterTest {

    @Test
    void whatCannotBeImportedIsPutAsideBeforeItIsConfirmedAndCanBeReplayed(@TempDir Path folder) throws Exception {
        DeadLetterDemo.run(folder);
    }
}
