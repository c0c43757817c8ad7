package no.altinncamel.benchmarks;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The emulator, in a process of its own, as those see it who measure. */
final class Altinn implements AutoCloseable {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final ChildProcess process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Settings settings;
    private final Path settingsFile;

    private Altinn(ChildProcess process, Settings settings, Path settingsFile) {
        this.process = process;
        this.settings = settings;
        this.settingsFile = settingsFile;
    }

    static Altinn start(Path folder, List<String> jvmOptions) throws IOException {
        ChildProcess process = ChildProcess.start(
                LocalAltinn.class,
                folder.resolve("altinn.log"),
                jvmOptions,
                folder.resolve("keys").toString());
        try {
            StringBuilder lines = new StringBuilder();
            for (String line = process.line(); !line.equals("ready"); line = process.line()) {
                lines.append(line).append('\n');
            }
            Path file = folder.resolve("altinn.properties");
            Files.writeString(file, lines);
            Properties properties = new Properties();
            properties.load(new StringReader(lines.toString()));
            return new Altinn(process, new Settings(properties), file);
        } catch (IOException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    Settings settings() {
        return settings;
    }

    /** Where {@link Settings} can be read. */
    Path settingsFile() {
        return settingsFile;
    }

    /** @param md5 of the file, or {@code null} */
    String initialize(String md5) throws IOException {
        String checksum = md5 == null ? "" : ",\"checksum\":\"" + md5 + "\"";
        String metadata =
                """
                {"fileName":"benchmark.bin","resourceId":"%s","sendersFileTransferReference":"benchmark",
                 "sender":"0192:%s","recipients":["0192:%s"],"disableVirusScan":true%s}"""
                        .formatted(
                                settings.resource(),
                                settings.organization(Settings.SENDER),
                                settings.organization(Settings.RECIPIENT),
                                checksum);
        HttpRequest request = request(settings.collectionUrl(), Settings.SENDER)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(metadata))
                .build();
        return id(answer(request));
    }

    void upload(String id, Path file) throws IOException {
        answer(request(settings.transferUrl(id) + "/upload", Settings.SENDER)
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofFile(file))
                .build());
    }

    private HttpRequest.Builder request(String url, String role) {
        return HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + settings.token(role));
    }

    private String answer(HttpRequest request) throws IOException {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("The emulator answers " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static String id(String json) throws IOException {
        Matcher matcher = ID.matcher(json);
        if (!matcher.find()) {
            throw new IOException("No id in " + json);
        }
        return matcher.group();
    }

    /** Throws all files away. */
    void sweep() throws IOException {
        process.ask("sweep");
    }

    void limits(boolean on) throws IOException {
        process.ask("limits " + (on ? "on" : "off"));
    }

    /** How many calls were too many since the last {@link #sweep()}. */
    long refused() throws IOException {
        return Long.parseLong(process.ask("refused"));
    }

    @Override
    public void close() {
        process.close();
    }
}
