package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;

import org.junit.jupiter.api.Test;

class ReferencePageTest {

    @Test
    void theCommittedReferenceIsWhatTheMetadataSays() throws IOException {
        String rendered = new ReferencePage().render();
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(ReferencePage.FILE, rendered);
        }
        assertThat(Files.readString(ReferencePage.FILE))
                .as("docs/reference.md is stale; run mvn -pl camel-altinn-broker -am test -Ddocs.update=true")
                .isEqualTo(rendered);
    }
}
