package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;

import org.junit.jupiter.api.Test;

class ScenarioCoverageTest {

    @Test
    void everyScenarioOfTheContractsIsTestedOrHasAReasonNotToBe() throws IOException {
        ScenarioCoveragePage page = new ScenarioCoveragePage();
        assertThat(page.forgotten()).as("neither tested nor explained").isEmpty();
        assertThat(page.wrong())
                .as("not in the contract, or tested and excused")
                .isEmpty();
    }

    @Test
    void theCommittedListIsWhatTheTestsSay() throws IOException {
        String rendered = new ScenarioCoveragePage().render();
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(ScenarioCoveragePage.FILE, rendered);
        }
        assertThat(Files.readString(ScenarioCoveragePage.FILE))
                .as("docs/scenario-coverage.md is stale; run mvn -pl camel-altinn-broker -am test -Ddocs.update=true")
                .isEqualTo(rendered);
    }
}
