package no.altinncamel.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** tus-js-client, TUS's own reference client, where the machine has Node.js and may ask npm for it. */
final class TusJsClient {

    private static final String VERSION = "4.3.1";
    /** Prints the seconds from the creation to the last answer. */
    private static final String SCRIPT =
            """
            const fs = require("fs");
            const tus = require("tus-js-client");
            const [file, endpoint, token, parts] = process.argv.slice(2);
            const parallel = Number(parts);
            const start = process.hrtime.bigint();
            new tus.Upload(fs.createReadStream(file), {
              endpoint,
              uploadSize: fs.statSync(file).size,
              parallelUploads: parallel,
              headers: { Authorization: "Bearer " + token },
              retryDelays: null,
              onError(error) { console.error(String(error)); process.exit(1); },
              onSuccess() { console.log(Number(process.hrtime.bigint() - start) / 1e9); }
            }).start();
            """;

    private final Path folder;
    private final Settings settings;

    private TusJsClient(Path folder, Settings settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /** @return {@code null} if it cannot be had */
    static TusJsClient install(Bench bench) throws IOException {
        if (!bench.plan.npm() || !Programs.runs("node", "--version")) {
            return null;
        }
        Path folder = Files.createDirectories(bench.folder.resolve("node"));
        boolean installed = Programs.runs(
                "npm",
                "install",
                "--silent",
                "--no-audit",
                "--no-fund",
                "--prefix",
                folder.toString(),
                "tus-js-client@" + VERSION);
        if (!installed) {
            return null;
        }
        Files.writeString(folder.resolve("upload.js"), SCRIPT);
        return new TusJsClient(folder, bench.altinn.settings());
    }

    Time upload(String id, Path file, int parts) throws IOException {
        Process node = new ProcessBuilder(
                        "node",
                        folder.resolve("upload.js").toString(),
                        file.toString(),
                        settings.tusUrl(id),
                        settings.token(Settings.SENDER),
                        Integer.toString(parts))
                .redirectErrorStream(true)
                .start();
        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return Programs.exit(node) == 0
                ? Time.parse(output)
                : new Time(Double.NaN, output.lines().findFirst().orElse("no output"));
    }
}
