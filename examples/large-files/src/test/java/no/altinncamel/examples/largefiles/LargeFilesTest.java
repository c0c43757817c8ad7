package no.altinncamel.examples.largefiles;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeFilesTest {

    @Test
    void anInterruptedUploadGoesOnAndTheFileArrives(@TempDir Path folder) throws Exception {
        LargeFilesDemo.run(folder, 128);
    }
}
