package no.altinncamel.examples.springboot;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpringBootExampleTest {

    @Test
    void filesGoFromTheOutboxToThePartnerAndFromThePartnerIntoTheDatabase(@TempDir Path folder) throws Exception {
        SpringBootDemo.run(folder);
    }
}
