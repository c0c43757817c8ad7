package no.altinncamel.broker.karaf;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import org.awaitility.core.ConditionTimeoutException;

/**
 * A real Karaf in a folder of its own: it listens on free ports of 127.0.0.1 only, and finds bundles in its own system folder and
 * in the given repository, nowhere else.
 */
final class KarafContainer implements AutoCloseable {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String USER = "karaf";

    private final String password = UUID.randomUUID().toString();
    private final Path home;
    private final Path secrets;
    private final int sshPort;
    private Process process;

    /**
     * Lays Karaf out; it does not run yet.
     *
     * @param archive    its distribution
     * @param folder     emptied before
     * @param repository a folder with the layout of a Maven repository
     */
    KarafContainer(Path archive, Path folder, Path repository) throws IOException, InterruptedException {
        run(folder.getParent(), List.of("rm", "-rf", folder.toString()));
        Files.createDirectories(folder);
        run(folder, List.of("tar", "xzf", archive.toString(), "--strip-components=1"));
        this.home = folder;
        this.sshPort = freePort();
        this.secrets = Files.createDirectories(home.resolve("etc/secrets"));
        Files.writeString(
                home.resolve("etc/custom.properties"),
                "karaf.systemBundlesStartLevel=50\norg.apache.felix.configadmin.plugin.interpolation.secretsdir="
                        + secrets + "\n");
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        set("org.apache.karaf.shell", "sshHost", "127.0.0.1");
        set("org.apache.karaf.shell", "sshPort", String.valueOf(sshPort));
        set("org.apache.karaf.management", "rmiRegistryPort", String.valueOf(freePort()));
        set("org.apache.karaf.management", "rmiServerPort", String.valueOf(freePort()));
        Path settings = Files.writeString(home.resolve("etc/maven-settings.xml"), "<settings/>");
        set(
                "org.ops4j.pax.url.mvn",
                "org.ops4j.pax.url.mvn.settings",
                settings.toUri().toString());
        set(
                "org.ops4j.pax.url.mvn",
                "org.ops4j.pax.url.mvn.localRepository",
                home.resolve("data/repository").toString());
        set("org.ops4j.pax.url.mvn", "org.ops4j.pax.url.mvn.repositories", "");
        set(
                "org.ops4j.pax.url.mvn",
                "org.ops4j.pax.url.mvn.defaultRepositories",
                "${karaf.home.uri}${karaf.default.repository}@id=system.repository@snapshots," + repository.toUri()
                        + "@id=built@snapshots");
        Files.writeString(
                home.resolve("etc/users.properties"),
                USER + " = " + password + ",_g_:admingroup\n"
                        + "_g_\\:admingroup = group,admin,manager,viewer,systembundles,ssh\n");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Of two lines with the same key the last one counts. */
    private void set(String pid, String key, String value) throws IOException {
        Path file = home.resolve("etc").resolve(pid + ".cfg");
        Files.writeString(file, Files.readString(file) + "\n" + key + " = " + value + "\n");
    }

    /** Returns when its shell answers. */
    void start() throws IOException, InterruptedException {
        process = builder(home, List.of("bin/karaf", "daemon"))
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("console.log").toFile())
                .start();
        shell("version");
    }

    /** As an operator does. */
    void stop() throws IOException, InterruptedException {
        run(home, List.of("bin/stop"));
        if (!process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("Karaf does not stop");
        }
    }

    /** What the commands print; the client reads them from its input. */
    String shell(String... commands) throws IOException, InterruptedException {
        return run(
                home,
                List.of(
                        "bin/client",
                        "-b",
                        "-h",
                        "127.0.0.1",
                        "-a",
                        String.valueOf(sshPort),
                        "-u",
                        USER,
                        "-p",
                        password,
                        "-r",
                        "240",
                        "-d",
                        "1"),
                commands);
    }

    /** A configuration has it by {@code $[secret:name]}. */
    void secret(String name, String value) throws IOException {
        Files.writeString(secrets.resolve(name), value);
    }

    /** Puts a file where Karaf looks for changes, whole at once. */
    Path put(String folder, String name, String content) throws IOException {
        Path fresh = Files.writeString(home.resolve("data").resolve(UUID.randomUUID() + ".tmp"), content);
        return Files.move(
                fresh,
                home.resolve(folder).resolve(name),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    /** A bundle that starts as soon as Karaf sees it. */
    void deploy(Path bundle) throws IOException {
        Path fresh = Files.copy(bundle, home.resolve("data").resolve(UUID.randomUUID() + ".tmp"));
        Files.move(fresh, home.resolve("deploy").resolve(bundle.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }

    Path home() {
        return home;
    }

    String log() throws IOException {
        Path log = home.resolve("data/log/karaf.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    void awaitLog(String text) {
        try {
            await(text).atMost(LONG).pollInterval(Duration.ofMillis(100)).until(() -> log().contains(text));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("The log does not say: " + text + ". " + endOfLog(), e);
        }
    }

    /** For the message of a failure. */
    String endOfLog() {
        try {
            List<String> lines = log().lines().toList();
            return "Karaf's log ends with:\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            return "Karaf's log cannot be read: " + e;
        }
    }

    private static String run(Path folder, List<String> command, String... input)
            throws IOException, InterruptedException {
        Process run = builder(folder, command).redirectErrorStream(true).start();
        try (Writer in = run.outputWriter(StandardCharsets.UTF_8)) {
            // a process that reads nothing may be over already
            if (input.length > 0) {
                in.write(String.join("\n", input) + "\n");
            }
        }
        String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (run.waitFor() != 0) {
            throw new IllegalStateException(command.get(0) + " failed: " + output);
        }
        return output;
    }

    private static ProcessBuilder builder(Path folder, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("KARAF_") || name.startsWith("JAVA_"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }

    /** Leaves the folder, with the log, behind. */
    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            process.destroyForcibly();
        }
    }
}
