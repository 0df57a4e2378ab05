class WatchwordCli < Formula
  desc "Codes for two-step verification in the terminal"
  homepage "{{.Homepage}}"
  url "{{url .Source}}"
  sha256 "{{sum .Source}}"
  license "MIT"

  depends_on "go" => :build

  def install
    ENV["CGO_ENABLED"] = "0"
    system "go", "build", "-mod=vendor", *std_go_args(ldflags: "-s -w -X main.version=#{version} -X main.commit={{.Commit}}", output: bin/"watchword"), "-tags", "nogui"
    system "go", "run", "-tags", "nogui", "./packaging/manual", man1, "{{.Day}}"
    generate_completions_from_executable(bin/"watchword", "completion")
    doc.install "assets/licences.txt"
  end

  test do
    (testpath/"password").write "crisp-otter-lantern-mosaic\n"
    ENV["WATCHWORD_PASSWORD_FILE"] = testpath/"password"
    ENV["WATCHWORD_VAULT"] = testpath/"vault.watchword"
    system bin/"watchword", "vault", "create", "--no-sheet"
    link = "otpauth://hotp/Example:jane?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Example&counter=0"
    pipe_output("#{bin}/watchword add -", link, 0)
    assert_equal "755224", shell_output("#{bin}/watchword code -q --count example").strip
  end
end
