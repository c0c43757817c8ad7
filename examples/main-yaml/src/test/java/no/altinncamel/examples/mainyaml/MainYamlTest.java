package no.altinncamel.examples.mainyaml;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainYamlTest {

    @Test
    void threeFilesGoThroughAndAreConfirmed(@TempDir Path folder) throws Exception {
        MainYamlDemo.run(folder);
    }
}
